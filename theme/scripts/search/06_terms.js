// Terms: what the index finds documents by. They are words, "@id" for a thing, "=name" for one of its names,
// "#18l2014" for a day and "#18l20" for its month. They are in files by ranges of their first letters.
// See briefing/search/entries.py, partition.py and shards.py.

const KEY_LENGTH = 6;
// A term's weight in a document, a logarithm of so many steps for each doubling, and its flags share a sign.
const WEIGHT_LEVELS = 23;
const WEIGHT_STEPS = 3;
const IN_EVENT = 1;
const IN_CLAIM = 2;
const IN_BOTH = IN_EVENT | IN_CLAIM;

// The terms of each range that was read, by its place among the ranges.
const ranges = new Map();
// By term: the documents that hold it, with weights and flags.
const lines = new Map();
// By term: what follows it, by row.
const links = new Map();

/** A name that is safe on every disk. */
const fileName = (low) => low.replace(/[^a-z0-9]/gi, (sign) => `_${sign.codePointAt(0).toString(16)}`);

/** The place of the range that a term is in: the last that begins at it or before it. */
function rangeOf(term) {
  const key = term.slice(0, KEY_LENGTH);
  let low = 0;
  let high = root.cuts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (root.cuts[middle] <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Read a range; false if that failed. */
async function readRange(place) {
  if (ranges.has(place)) return true;
  const contents = await load(`t-${fileName(root.cuts[place])}`);
  if (!contents) return false;
  const terms = [];
  for (let at = 0; at < contents.length; at += 3) {
    const [term, gaps, signs] = contents.slice(at, at + 3);
    terms.push(term);
    lines.set(term, { gaps, signs });
  }
  ranges.set(place, terms);
  return true;
}

/** A term's line, decoded when it is first asked for; undefined if no document holds it. */
function lineOf(term) {
  const line = lines.get(term);
  if (!line || line.rows) return line;
  const rows = readRising(line.gaps).map((number) => documents.rows.get(number));
  // A document that the table lacks: another release of the site has been put in place meanwhile.
  if (rows.includes(undefined)) {
    unread.add(term);
    lines.delete(term);
    return undefined;
  }
  const values = [...line.signs].map((sign) => valueAt(sign, 0));
  line.rows = rows;
  line.weights = values.map((value) => 2 ** ((value % WEIGHT_LEVELS) / WEIGHT_STEPS) - 1);
  line.flags = values.map((value) => Math.floor(value / WEIGHT_LEVELS));
  return line;
}

/** The classes of what follows a word, by row; undefined if that could not be read. */
async function linksOf(term) {
  if (!links.has(term)) {
    const contents = await load(`l-${fileName(root.cuts[rangeOf(term)])}`);
    if (!contents) return undefined;
    const written = (contents[contents.indexOf(term) + 1] ?? "").split(" ");
    links.set(term, new Map(lineOf(term)?.rows.map((row, at) => [row, readClasses(written[at] ?? "")])));
  }
  return links.get(term);
}

/** Read classes, two signs each. */
function readClasses(text) {
  const classes = new Set();
  for (let at = 0; at < text.length; at += 2) classes.add(valueAt(text, at) * SIGNS + valueAt(text, at + 1));
  return classes;
}
