// Narrowing what was found by its facets and dates, and putting it in order.

const FACETS = {
  kind: "Kinds",
  source: "Outlets",
  agency: "Agencies",
  month: "Months",
  place: "Places",
  group: "Groups",
  person: "People",
  thing: "Things",
  tag: "Tags",
};
const FACET_NAMES = Object.keys(FACETS);
// The documents' values of these are in files of their own, read when they are needed.
const FACETS_IN_FILES = ["place", "group", "person", "thing", "tag"];
const KINDS = ["Note", "Briefing", "Person", "Group", "Place", "Thing", "Figure", "Page"];
const ALL_KINDS = [...KINDS, "Event", "Claim"];
// A month begins at midnight in Greenwich, which is the month before in much of the world.
const MONTH_AND_YEAR = { month: "long", year: "numeric", timeZone: "UTC" };

// By facet in a file: the labels of its values. By name: the facets whose values are shown.
const labels = {};
const openFacets = new Set();

async function readFacet(facet) {
  if (documents[facet]) return;
  const contents = await load(`f-${facet}`);
  if (!contents) return;
  const [values, written] = contents;
  const column = [];
  // Each document has the count of its values, and then their places among all.
  const numbers = readNumbers(written);
  for (let at = 0; at < numbers.length; at += numbers[at] + 1) {
    column.push(numbers.slice(at + 1, at + 1 + numbers[at]).map((place) => values[place][0]));
  }
  documents[facet] = column;
  labels[facet] = new Map(values);
}

function valuesOf(facet, row, flags) {
  if (facet === "kind") {
    const told = [flags[row] & IN_EVENT && "Event", flags[row] & IN_CLAIM && "Claim"];
    return [KINDS[documents.kinds[row]], ...told.filter(Boolean)];
  }
  if (facet !== "month") return documents[facet]?.[row] ?? [];
  return isThing(row) ? [] : [...new Set([documents.starts[row], documents.ends[row]].map(monthOf))];
}

function labelOf(facet, value) {
  if (facet === "month") return new Date(value).toLocaleDateString("en-GB", MONTH_AND_YEAR);
  return (labels[facet] ?? new Map(root.sources)).get(value) ?? value;
}

const isNarrowed = (wanted) => wanted.from || wanted.to || FACET_NAMES.some((facet) => wanted[facet].length);

/** Keep what passes all facets and dates. Values are counted as if their own facet did not narrow. */
async function narrow({ rows, flags }, wanted) {
  const active = FACET_NAMES.filter((facet) => wanted[facet].length);
  const needed = [...active, ...openFacets].filter((facet) => FACETS_IN_FILES.includes(facet));
  await Promise.all(needed.map(readFacet));
  const from = dayOf(wanted.from, { last: false });
  const to = dayOf(wanted.to, { last: true });
  const none = (facet) => new Map(wanted[facet].map((value) => [value, 0]));
  const counts = Object.fromEntries(FACET_NAMES.map((facet) => [facet, none(facet)]));
  const count = (facet, row) => {
    const values = counts[facet];
    for (const value of valuesOf(facet, row, flags)) values.set(value, (values.get(value) ?? 0) + 1);
  };
  // Kinds are always shown, and so counted in numbers.
  const kinds = new Uint32Array(ALL_KINDS.length);
  const countKinds = (row) => {
    kinds[documents.kinds[row]]++;
    if (flags[row] & IN_EVENT) kinds[KINDS.length]++;
    if (flags[row] & IN_CLAIM) kinds[KINDS.length + 1]++;
  };
  const passed = rows.filter((row) => {
    if (documents.ends[row] < from || documents.starts[row] > to) return false;
    const failing = active.filter((facet) =>
      !valuesOf(facet, row, flags).some((value) => wanted[facet].includes(value)));
    if (failing.length === 1 && failing[0] !== "kind") count(failing[0], row);
    if (!failing.length || failing.join() === "kind") countKinds(row);
    if (failing.length) return false;
    for (const facet of openFacets) count(facet, row);
    return true;
  });
  counts.kind = new Map(ALL_KINDS.map((kind, at) => [kind, kinds[at]]).filter(([kind, sum]) => sum || wanted.kind.includes(kind)));
  return { passed, counts };
}

/** Sort rows in place, by score or by date; what is equal in the one, by the other. */
function sortRows(rows, total, sort) {
  const byScore = (row, other) => total[other] - total[row];
  const { starts, ends } = documents;
  const byDay = (row, other) => (sort === "oldest" ? starts[row] - starts[other] : ends[other] - ends[row]);
  // Pages on things come last, for they have no date of their own.
  const byDate = (row, other) => isThing(row) - isThing(other) || byDay(row, other) || 0;
  const [first, second] = sort ? [byDate, byScore] : [byScore, byDate];
  return rows.sort((row, other) => first(row, other) || second(row, other));
}
