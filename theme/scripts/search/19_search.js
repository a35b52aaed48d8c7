// A search from the state to what is shown, and the start of it all.

// What the button under the results does.
let showMore;

async function search() {
  turn++;
  const asked = turn;
  const wanted = state;
  requests = 0;
  unread.clear();
  if (!wanted.q.trim() && !isNarrowed(wanted)) {
    showIndex("");
    return;
  }
  const contents = await load("root");
  if (!root && contents) readRoot(contents);
  if (!root) {
    showIndex("The index was not read. All names are below.", againButton());
    return;
  }
  const query = await find(wanted);
  const { passed, counts } = await narrow(query, wanted);
  if (asked !== turn) return;
  listing = listingOf(query, passed, wanted);
  const results = await nextResults(asked, MOST_REQUESTS - requests);
  if (asked !== turn) return;
  page.results.replaceChildren();
  place(results, wanted);
  showNames(query, wanted);
  showStatus(query, wanted);
  showFacets(counts, wanted);
  showMore = async () => {
    place(await nextResults(turn, BATCH), wanted);
    showStatus(query, wanted);
  };
}

function listingOf({ slots, total, answers, words }, passed, wanted) {
  for (const slot of slots) slot.hitsByFirstWord = byFirstWord(slot.hits);
  return {
    rows: sortRows(passed, total, wanted.sort || (slots.length ? "" : "newest")),
    slots,
    count: passed.length,
    kinds: wanted.kind,
    wordings: new Set(),
    answers,
    wish: slots.some((slot) => slot.number) ? "Figures" : !answers.rows.length && words.some((word) => ASKING_WHEN.includes(word)) && "Events",
    vague: slots.filter((slot) => !slot.asks).every((slot, at) => !at && (slot.name ?? slot.begun?.[0])),
  };
}

function showStatus(query, wanted) {
  page.tools.hidden = false;
  page.help.hidden = true;
  page.tools.open ||= isNarrowed(wanted);
  page.index.hidden = true;
  page.status.textContent = statusOf(query, wanted);
  page.notes.replaceChildren(...notesOn(query, wanted));
  page.more.hidden = !listing.rows.length;
}

/** Offer the things whose names begin with what is being typed. */
function showNames({ slots }, { q }) {
  const last = slots.at(-1);
  const before = q.trimEnd().split(/\s+/).slice(0, -(last?.length ?? 1));
  const named = (last?.begun ?? []).filter(({ label }) => label !== q);
  page.names.replaceChildren(...named.map(({ label }) =>
    make("li", AUTO, goButton(label, { q: [...before, label].join(" ") }))));
}

/** Show all names, as without this script. */
function showIndex(status, ...notes) {
  page.tools.hidden = true;
  page.help.hidden = false;
  page.index.hidden = false;
  page.results.replaceChildren();
  page.names.replaceChildren();
  page.kinds.replaceChildren();
  page.status.textContent = status;
  page.notes.replaceChildren(...notes);
  page.more.hidden = true;
}

/** Lead from any page to its search box by "/", and by arrows from the box through the results. */
function followKeys(event) {
  const box = document.querySelector("input[type=search]");
  const { target, key } = event;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (form && step && (target === box || page.names.contains(target) || page.results.contains(target))) {
    const stops = [box, ...page.names.querySelectorAll("button"), ...page.results.querySelectorAll("h3 a"), page.more];
    event.preventDefault();
    stops[stops.indexOf(target) + step]?.focus();
  }
  const writing = target.closest("input, textarea, select") || event.ctrlKey || event.metaKey;
  if (key !== "/" || !box || writing) return;
  event.preventDefault();
  box.select();
}

function restore() {
  readAddress();
  fillForm();
  search();
}

function start() {
  const { q, exact, from, to, sort } = form.elements;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ q: q.value });
  });
  q.addEventListener("input", () => go({ q: q.value }, { typed: true }));
  exact.addEventListener("change", () => go({ exact: exact.checked }));
  for (const field of [from, to, sort]) {
    field.addEventListener("change", () => go({ [field.name]: field.value }));
  }
  page.more.addEventListener("click", () => showMore());
  window.addEventListener("popstate", restore);
  readAddress();
  for (const facet of FACET_NAMES) if (facet !== "kind" && state[facet].length) openFacets.add(facet);
  restore();
}

document.addEventListener("keydown", followKeys);
if (form) start();
// The tests fold and cut endings by them.
Object.assign(window.briefing, { words: foldWords, stem: stemOf });
