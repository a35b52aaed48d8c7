// What the root of the index holds: the table of documents, by row, and the names of things.
// See briefing/search/manifest.py.

const NOTE = 0;
const BRIEFING = 1;
const FIGURES = 6;
// A document's kind and two flags share a number.
const INFERRED = 1;
const UNDATED = 2;
const KIND_UNIT = 4;
// How much a document's length counts against it: "b" of BM25.
const LENGTH_WEIGHT = 0.5;
// Lengths are logarithms: so many steps for each doubling.
const LENGTH_STEPS = 2;
const DAY = 86_400_000;

// The table, in columns.
let documents;
// Every name of every thing, those of most words first, and by its first word.
let names = [];
let namesByFirstWord;
const nameWords = new Set();
// The measures of figures, by id, and what senses the stem of a word has: see briefing/search/senses.py.
let measures;
const senses = new Map();
// Words that are also written as two: by their first halves, the stems of their second ones.
let compounds;

const dayText = (day) => new Date(day * DAY).toISOString().slice(0, 10);
// Pages on things and of text have no day of their own.
const isThing = (row) => documents.kinds[row] > BRIEFING && documents.kinds[row] !== FIGURES;

function readRoot(contents) {
  root = contents;
  documents = readTable();
  readNames();
  measures = new Map(root.measures.map(([id, label, ofControl]) => [id, { label, ofControl }]));
  compounds = new Map(Object.entries(root.compounds));
  for (const [name, stems] of root.senses) {
    for (const stem of stems) senses.set(stem, [...(senses.get(stem) ?? []), name]);
  }
}

function readTable() {
  const numbers = readRising(root.numbers);
  const [flags, starts, spans, lengths] = [root.kinds, root.starts, root.spans, root.lengths].map(readNumbers);
  const kinds = flags.map((flag) => Math.floor(flag / KIND_UNIT));
  // Of notes alone: beside a crowd of short pages every note would be a long one.
  const noteLengths = lengths.filter((_, row) => kinds[row] === NOTE);
  const mean = noteLengths.reduce((sum, length) => sum + length, 0) / noteLengths.length || 0;
  const firstDay = Date.parse(root.base) / DAY;
  const dayOf = (row, offset) => (flags[row] & UNDATED ? NaN : firstDay + offset);
  const sourcesOf = (column) => readNumbers(column).map((place) => (place ? [root.sources[place - 1][0]] : []));
  return {
    numbers,
    rows: new Map(numbers.map((number, row) => [number, row])),
    kinds,
    inferred: flags.map((flag) => flag & INFERRED),
    starts: starts.map((start, row) => dayOf(row, start)),
    ends: starts.map((start, row) => dayOf(row, start + spans[row])),
    norms: lengths.map((length) => 1 - LENGTH_WEIGHT + LENGTH_WEIGHT * 2 ** ((length - mean) / LENGTH_STEPS)),
    source: sourcesOf(root.outlets),
    agency: sourcesOf(root.agencies),
  };
}

function readNames() {
  for (const [row, id, label, free, exact] of root.names) {
    const entity = { row, id, label, also: [...free, ...exact].filter((text) => text !== label) };
    for (const text of free) {
      const words = foldWords(text);
      names.push({ entity, text, words });
      for (const word of words) if (!root.stop.includes(word)) nameWords.add(word);
    }
    for (const text of exact) {
      names.push({ entity, text, words: foldWords(text), spelling: piecesOf(text).map((piece) => piece.raw) });
    }
  }
  names.sort((name, other) => other.words.length - name.words.length);
  namesByFirstWord = byFirstWord(names);
}

/** Group what has words by the first of them. */
function byFirstWord(wordings) {
  const groups = new Map();
  for (const wording of wordings) {
    const [first] = wording.words;
    groups.set(first, [...(groups.get(first) ?? []), wording]);
  }
  return groups;
}

/** Tell whether a wording stands in a text's pieces from one of them on; some names need one spelling. */
function fits({ words, spelling }, pieces, from = 0) {
  return words.every((word, at) => {
    const piece = pieces[from + at];
    return piece?.word === word && (!spelling || piece.raw.replace(/['’]s$/i, "") === spelling[at]);
  });
}
