// Queries, read into slots. A slot is one thing that is looked for; a page has it if it holds any of its terms,
// or all of its phrase. `hits` are the wordings that are marked where they stand in a text.

const LONGEST_QUERY = 300;
const MOST_WORDS = 20;
const MOST_BEGUN = 4;
const SHORTEST_HINTED = 3;
// How much other terms of a slot count beside the word itself.
const NEAR_WEIGHT = 0.6;
const SENSE_WEIGHT = 0.6;
const BEGUN_WEIGHT = 0.8;

/** Read a query: what is wanted and what is barred, and what was made of words that no page has as they are. */
async function readQuery(wanted) {
  const query = { slots: [], barred: [], mended: [], missing: [], common: [] };
  const asked = wanted.q.slice(0, LONGEST_QUERY);
  const text = joinNumbers(asked);
  const { runs, count } = runsOf(text);
  query.cut = count >= MOST_WORDS || asked !== wanted.q;
  for (const run of runs) {
    // What is still being typed may be only the beginning of a word.
    const open = run.plain && run === runs.at(-1) && /\S$/.test(text);
    const slots = run.quoted
      ? [phraseSlot(run.pieces)]
      : await slotsOf(run.pieces, { open, exact: wanted.exact }, query);
    query[run.barred ? "barred" : "slots"].push(...slots);
  }
  query.words = runs.flatMap((run) => (run.plain ? run.pieces.map((piece) => piece.word) : []));
  // Words that ask count only where there are no others.
  if (query.slots.some((slot) => !slot.asks)) query.asking = query.slots.filter((slot) => slot.asks);
  else for (const slot of query.slots) slot.asks = false;
  return query;
}

/** Part a query into runs of words: quoted ones, those after a minus, and all in a row that are neither. */
function runsOf(text) {
  const runs = [];
  let count = 0;
  const parts = text.replace(/[“”„«»]/g, '"').matchAll(/(?<![^\s"])(-?)(?:"([^"]*)"?|([^\s"]+))|"/g);
  for (const [, minus, phrase, word] of parts) {
    const pieces = piecesOf(phrase ?? word ?? "").slice(0, MOST_WORDS - count);
    const quoted = phrase !== undefined;
    const plain = !minus && !quoted;
    count += pieces.length;
    if (plain && runs.at(-1)?.plain) runs.at(-1).pieces.push(...pieces);
    else if (pieces.length) runs.push({ pieces, plain, quoted, barred: Boolean(minus) });
  }
  return { runs, count };
}

/** Read words into slots: names and dates first, in as many words as they have, then single words. */
async function slotsOf(pieces, options, query) {
  const slots = [];
  const common = [];
  const missing = [];
  let at = 0;
  while (at < pieces.length) {
    const rest = pieces.slice(at);
    const begun = thingsBegun(rest, options);
    const number = options.exact ? undefined : numberIn(rest);
    const longer = nameSlot(rest, options) ?? (number?.length > 1 ? number : undefined) ?? dateSlot(rest, options)
      ?? begunSlot(rest, begun) ?? number ?? (options.exact ? undefined : await compoundSlot(rest));
    at += longer?.length ?? 1;
    if (longer) {
      slots.push(longer);
    } else if (root.stop.includes(rest[0].word)) {
      common.push(rest[0].word);
    } else {
      const complete = !options.open || rest.length > 1;
      const { slot, near } = await wordSlot(rest[0], begun, { complete, exact: options.exact }, missing);
      if (slot) slot.asks = !options.exact && root.questions.includes(rest[0].word);
      if (near.length) {
        query.mended.push([rest[0].raw, near[0]]);
        // From the start again: with the word mended, there may be a name.
        return slotsOf(pieces.with(at - 1, { ...rest[0], word: near[0], near: near.slice(1) }), options, query);
      }
      slots.push(slot);
    }
  }
  query.common.push(...common);
  query.missing.push(...missing);
  return slots;
}

const wordingsOf = (things) => names.filter((name) => things.includes(name.entity));

/** The slot of a name that words begin with, the longest there is. */
function nameSlot(pieces, { exact }) {
  const name = namesByFirstWord.get(pieces[0].word)?.find((candidate) => fits(candidate, pieces));
  if (!name) return undefined;
  const { length } = name.words;
  const term = exact ? `=${name.words.join(" ")}`.slice(0, LONGEST_TERM) : `@${name.entity.id}`;
  const taken = pieces.slice(0, length);
  const wording = taken.some((piece) => piece.near) ? name.text : taken.map((piece) => piece.raw).join(" ");
  return { length, terms: [[term, 1]], hits: exact ? [name] : wordingsOf([name.entity]), name, wording };
}

function dateSlot(pieces, { exact }) {
  const date = exact ? undefined : dateIn(pieces);
  return date && { length: date.length, terms: date.terms.map((term) => [term, 1]), hits: [{ words: date.words }], date };
}

/** The slot of two words that are also written as one, where a page has them so. */
async function compoundSlot([first, second]) {
  if (!compounds.get(first.word)?.includes(stemOf(second?.word ?? ""))) return undefined;
  const { terms } = await termsOf(first.word + second.word, { complete: true });
  return terms.length ? { length: 2, terms: evened(terms), hits: hitsOfTerms(terms) } : undefined;
}

/** What is also written as two words counts alike in all its forms. */
const evened = (terms) => (hitsOfTerms(terms).length > terms.length ? terms.map(([term]) => [term, 1]) : terms);

/** The wordings of terms; of those that are also written as two words, both. */
function hitsOfTerms(terms) {
  return terms.flatMap(([term]) => {
    const [first] = [...compounds].find(([half, rest]) => term.startsWith(half) && rest.includes(stemOf(term.slice(half.length)))) ?? [];
    return [{ words: [term] }, ...(first ? [{ words: [first, term.slice(first.length)] }] : [])];
  });
}

/** Things with a name that begins with these words, the last of which may not be complete. */
function thingsBegun(pieces, { open, exact }) {
  const last = pieces.length - 1;
  // A shorter beginning tells nothing, unless other words of the name stand before it.
  if (exact || !open || (!last && pieces[0].word.length < SHORTEST_BEGINNING)) return [];
  const begun = names.filter(({ words, spelling }) => !spelling && words.length > last
    && pieces.every(({ word }, at) => (at < last ? words[at] === word : words[at].startsWith(word))));
  return [...new Set(begun.map((name) => name.entity))].slice(0, MOST_BEGUN);
}

/** The slot of names that several words begin; that of a single word joins its own terms. */
function begunSlot(pieces, begun) {
  if (!begun.length || pieces.length === 1) return undefined;
  const terms = begun.map((entity) => [`@${entity.id}`, 1]);
  return { length: pieces.length, terms, hits: wordingsOf(begun), begun };
}

/** The slot of a word, or, if no page has it, the words near it. */
async function wordSlot(piece, begun, { complete, exact }, missing) {
  const { word, raw } = piece;
  const { terms, read } = await termsOf(word, { complete, exact });
  const named = exact ? [] : senses.get(stemOf(word)) ?? [];
  await Promise.all(named.map((sense) => readRange(rangeOf(`%${sense}`))));
  for (const sense of named) if (lines.has(`%${sense}`)) terms.push([`%${sense}`, SENSE_WEIGHT]);
  if (!terms.length && !begun.length && read) {
    const limit = exact ? 0 : slipsIn(word);
    const parts = limit ? await partsOf(word) : undefined;
    if (parts) return { slot: parts, near: [] };
    const near = limit ? await wordsNear(word, limit) : [];
    if (near.length) return { near };
    const [hint] = exact || word.length < SHORTEST_HINTED ? [] : await wordsNear(word, limit + 1);
    missing.push([raw, hint]);
  }
  for (const other of piece.near ?? []) if (lines.has(other)) terms.push([other, NEAR_WEIGHT]);
  for (const entity of begun) terms.push([`@${entity.id}`, BEGUN_WEIGHT]);
  // "covid19" finds COVID-19, which is two words where it stands.
  const [, letters, digits] = /^(\p{L}+)(\p{N}+)$/u.exec(word) ?? [];
  const parted = letters ? [{ words: [letters, digits] }] : [];
  const hits = [...hitsOfTerms(terms), ...parted, ...wordingsOf(begun)];
  return { slot: { terms: evened(terms), hits, begun, senses: named, word }, near: [] };
}

/** The slot of quoted words. The index knows what follows a word up to the next that is not a common one. */
function phraseSlot(pieces) {
  const words = pieces.map((piece) => piece.word);
  const places = [...words.keys()].filter((at) => !root.stop.includes(words[at]));
  const following = places.slice(1).map((place, at) => {
    const between = words.slice(places[at] + 1, place);
    return between.reduceRight((code, word) => spread(code, classOf(word)), classOf(words[place]));
  });
  // Pairs of words that follow each other are not yet a phrase of three: that is seen when its text is read.
  const loose = words.length > 2;
  return { phrase: places.map((at) => words[at]), following, loose, terms: [], hits: [{ words }] };
}
