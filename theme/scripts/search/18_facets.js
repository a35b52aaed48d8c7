// The boxes that narrow the results. What is ticked stands first, then what most pages have.

const MOST_VALUES = 12;
const PLURALS = { Person: "People" };

function showFacets(counts) {
  const { name, value } = document.activeElement;
  const boxed = FACET_NAMES.filter((facet) => facet !== "kind");
  page.facets.replaceChildren(...boxed.map((facet) => facetOf(facet, counts[facet])));
  page.kinds.replaceChildren(...kindsOf(counts.kind));
  // The box that a reader was at is a new one now.
  const boxes = [...page.facets.querySelectorAll("input")];
  boxes.find((box) => box.name === name && box.value === value)?.focus();
}

/** Buttons for all kinds of results, each with its count. */
function kindsOf(counts) {
  const kinds = Object.values(SECTIONS).flat().filter((kind) => counts.has(kind));
  const toggle = (kind) => make("button", {
    type: "button",
    "aria-pressed": String(state.kind.includes(kind)),
    click: () => go({ kind: state.kind.includes(kind) ? [] : [kind] }),
  }, `${PLURALS[kind] ?? kind + "s"} ${counts.get(kind)}`);
  return kinds.length > 1 || state.kind.length ? kinds.map((kind) => make("li", {}, toggle(kind))) : [];
}

function facetOf(facet, counts) {
  const chosen = new Set(state[facet]);
  const byMonth = ([month], [other]) => other.localeCompare(month);
  const byCount = ([, count], [, other]) => other - count;
  const rest = facet === "month" ? byMonth : byCount;
  const byChoice = ([value], [other]) => chosen.has(other) - chosen.has(value);
  const values = [...counts].sort((pair, other) => byChoice(pair, other) || rest(pair, other));
  const boxes = values.slice(0, MOST_VALUES).map(([value, count]) =>
    boxOf(facet, value, count, { chosen: chosen.has(value) }));
  const made = make("details", { class: "facet", toggle: () => toggle(facet, made.open) },
    make("summary", {}, FACETS[facet]),
    make("ul", { role: "list" }, boxes),
    values.length > MOST_VALUES && "…");
  made.open = openFacets.has(facet);
  return made;
}

/** Count the values of a facet once they are shown. */
function toggle(facet, open) {
  if (open === openFacets.has(facet)) return;
  if (open) {
    openFacets.add(facet);
    search();
  } else {
    openFacets.delete(facet);
  }
}

function boxOf(facet, value, count, { chosen }) {
  const change = () => {
    const others = state[facet].filter((other) => other !== value);
    go({ [facet]: box.checked ? [...others, value] : others });
  };
  const box = make("input", { type: "checkbox", name: facet, value, change });
  box.checked = chosen;
  return make("li", {}, make("label", {}, box, " ", make("span", AUTO, labelOf(facet, value)), ` ${count}`));
}
