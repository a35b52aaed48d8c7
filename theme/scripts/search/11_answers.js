// Questions that a page of figures answers: what is counted, of whom, or who holds a place. Words for a measure are
// those of the registry, so that "how many died" leads to those killed, whatever a report says.

const ASKING_WHO = ["who"];
const ASKING_WHEN = ["when"];

const measuresOf = (slots) => new Set(slots.flatMap((slot) => slot.senses ?? []).filter((sense) => measures.has(sense)));
const idsOf = (slots) => slots.flatMap((slot) => (slot.name ? [slot.name.entity.id] : slot.begun?.map(({ id }) => id) ?? []));

/** The rows that answer a query, each with what it gains, and whether they are pages of figures. */
function answersTo({ slots, words, barred }, scores) {
  const firm = slots.filter((slot) => !slot.asks);
  const asked = [firm, slots].map(measuresOf).find((some) => some.size);
  if (!asked || slots.some((slot) => slot.phrase) || barred.length) return { rows: [] };
  const things = idsOf(firm);
  const ofAsked = root.groups.filter(([, what]) => asked.has(what)
    && (!words.some((word) => ASKING_WHO.includes(word)) || measures.get(what).ofControl));
  const ofThings = ofAsked.filter(([, , of]) => things.includes(of));
  const told = (row) => slots.every((slot, at) => slot.asks || scores[at][row] || slot.senses?.some((sense) => asked.has(sense)));
  const groups = (ofThings.length ? ofThings : ofAsked).filter(([row]) => told(row));
  const rows = groups.map(([row]) => [row, OWN_PAGE]);
  if (!words.some((word) => ASKING_WHEN.includes(word))) return { rows, groups };
  // When a place was taken: the day since when its holder is said to hold it.
  const since = groups.flatMap(([, , , day]) => day || []);
  const days = [...documents.kinds.keys()].filter((row) => documents.kinds[row] === BRIEFING && since.includes(dayText(documents.starts[row])));
  return { rows: [...rows, ...days.map((row) => [row, 2 * OWN_PAGE])], groups: [] };
}
