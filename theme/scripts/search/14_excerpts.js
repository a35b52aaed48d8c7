// Excerpts: where what is looked for stands in a text. Elements are made and given text, never markup.

const AUTO = { dir: "auto" };
const EXCERPT = 240;
// What stands before the first hit, and how much of an excerpt is left for what follows the last.
const LEAD = 60;

/** Make an element. Attributes that are functions are listeners, false ones are left out. */
function make(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value);
  }
  made.append(...content.flat(Infinity).filter(Boolean));
  return made;
}

/** The hits of slots in a text: where they start and end and which slot's they are, in order. */
function hitsIn(text, slots) {
  const pieces = piecesOf(text);
  const hits = [];
  slots.forEach((slot, number) => pieces.forEach(({ word, start }, at) => {
    for (const wording of slot.hitsByFirstWord.get(word) ?? []) {
      if (!fits(wording, pieces, at)) continue;
      hits.push({ start, end: pieces[at + wording.words.length - 1].end, slot: number });
    }
    const same = slot.senses?.length && senses.get(stemOf(word))?.some((sense) => slot.senses.includes(sense));
    if (same) hits.push({ start, end: pieces[at].end, slot: number });
  }));
  return hits.sort((hit, other) => hit.start - other.start || other.end - hit.end);
}

const slotsHit = (hits) => new Set(hits.map((hit) => hit.slot)).size;

/** A stretch of a text with its hits marked; of those that overlap the first, and the longest. */
function marked(text, hits, from = 0, to = text.length) {
  const content = [];
  let last = from;
  for (const { start, end } of hits) {
    if (start < last || end > to) continue;
    content.push(text.slice(last, start), make("mark", {}, text.slice(start, end)));
    last = end;
  }
  return [...content, text.slice(last, to)];
}

/** The stretch of a text that holds most of what is looked for. */
function excerpt(text, hits) {
  let first = 0;
  let most = 0;
  for (const { start } of hits) {
    const count = slotsHit(hits.filter((hit) => hit.start >= start && hit.end <= start + EXCERPT - LEAD));
    if (count > most) [first, most] = [start, count];
  }
  const from = first < LEAD ? 0 : text.indexOf(" ", first - LEAD) + 1;
  const rest = text.length <= from + EXCERPT;
  const to = rest ? text.length : Math.max(from, text.lastIndexOf(" ", from + EXCERPT));
  return [from && "… ", ...marked(text, hits, from, to), to < text.length && " …"];
}
