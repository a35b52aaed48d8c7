// Questions that one page answers: a page of figures, what is counted, of whom, or who holds a place; a person's page,
// who that is. Words for a measure are those of the registry, so that "how many died" leads to those killed.

const PERSON = 2;
const GROUP = 3;
const PLACE = 4;
const ASKING = {
  who: [PERSON, GROUP],
  where: [PLACE],
};
const ASKING_WHEN = ["when"];
const ASKING_HOW_MUCH = ["many", "much", "number", "total", "long", "far", "how"];
// Of pages that answer alike, those with more claims come first, up to so many.
const MOST_CLAIMS = 99;

const measuresOf = (slots) => new Set(slots.flatMap((slot) => slot.senses ?? []).filter((sense) => measures.has(sense)));
const idsOf = (slots) => slots.flatMap((slot) => (slot.name ? [slot.name.entity.id] : slot.begun?.map(({ id }) => id) ?? []));
const asks = ({ words }, some) => words.some((word) => some.includes(word));

/** The rows that answer a query, each with what it gains; the pages of figures among them, and which have all of it. */
function answersTo(query, scores) {
  const { slots, barred } = query;
  if (barred.length || slots.some((slot) => slot.phrase)) return { rows: [] };
  const found = groupsFor(query, scores);
  if (!found.groups.length) return { rows: thingsFor(query, scores) };
  const rows = found.groups.map(([row, , , , count]) => [row, 2 * OWN_PAGE + Math.min(count, MOST_CLAIMS)]);
  if (!asks(query, ASKING_WHEN)) return { ...found, rows };
  // When a place was taken: the day since when its holder is said to hold it.
  const since = found.groups.map(([, , , day]) => day);
  const days = [...documents.kinds.keys()].filter((row) => documents.kinds[row] === BRIEFING && since.includes(dayText(documents.starts[row])));
  return { rows: days.length ? [...rows, ...days.map((row) => [row, 3 * OWN_PAGE])] : [] };
}

/** The pages of figures for a query: of the measure that it names, and of whom it names. */
function groupsFor(query, scores) {
  const { slots } = query;
  const firm = slots.filter((slot) => !slot.asks);
  const asked = [firm, slots].map(measuresOf).find((some) => some.size);
  const howMuch = asks(query, ASKING_HOW_MUCH);
  if (!firm.length || !(asked || howMuch)) return { groups: [] };
  const things = idsOf(firm);
  const ofControl = ([, what]) => measures.get(what).ofControl;
  const ofAsked = root.groups.filter((group) => (asked ? asked.has(group[1]) : !ofControl(group))
    && (ofControl(group) || !asks(query, ["who"])));
  const ofThings = ofAsked.filter(([, , of]) => things.includes(of));
  // A name may stand within a longer one: what is of the Hajin pocket is of Hajin.
  const within = (slot, named) => slot.name && names.some(({ entity, words }) =>
    named.includes(entity.id) && slot.name.words.every((word) => words.includes(word)));
  const lacks = ([row, what, , , , named]) => slots.filter((slot, at) =>
    !(slot.asks || scores[at][row] || slot.senses?.includes(what) || within(slot, named))).length;
  const near = ofThings.length ? ofThings : ofAsked;
  const whole = near.filter((group) => !lacks(group));
  // Where none has all that is asked, those that lack one word are shown, but not as the answer.
  const loose = asked && firm.length > 1 && howMuch ? near.filter((group) => lacks(group) === 1) : [];
  return { groups: whole.length ? whole : loose, whole };
}

/** Pages on people or places with all that is asked of who or where. */
function thingsFor(query, scores) {
  const kinds = Object.keys(ASKING).flatMap((word) => (query.words.includes(word) ? ASKING[word] : []));
  if (!kinds.length) return [];
  const fits = (row) => kinds.includes(documents.kinds[row]) && query.slots.every((slot, at) => slot.asks || scores[at][row]);
  return [...documents.kinds.keys()].filter(fits).map((row) => [row, OWN_PAGE]);
}
