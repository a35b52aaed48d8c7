// The terms that a word stands for: itself, its other endings, longer words, and where no page has it, words
// that are a slip away. See briefing/search/shards.py.

const SHORTEST_STEMMED = 5;
const SHORTEST_STEM = 3;
const SHORTEST_BEGINNING = 3;
const MOST_LONGER = 24;
// How much other terms count beside the word itself. A longer word counts less, the more of it was not typed.
const ENDING_WEIGHT = 0.85;
const LONGER_WEIGHT = 0.5;
const SHARE_WEIGHT = 0.3;
// A word may hold a slip if it has so many letters, and two if it has so many.
const LETTERS_FOR_SLIP = 4;
const LETTERS_FOR_TWO = 8;
// Lists of words by their last letters, in which slips are looked for.
const ENDING_LISTS = 128;
const ENDING_LETTERS = 3;
const MOST_NEAR = 4;
const BEYOND_LIMIT = 99;
// Near words are ordered by edits, first letters and how common they are, from 0 to 9.
const COST_OF_EDIT = 20;
const VALUE_OF_FIRST_LETTER = 5;
const VALUE_OF_NAME = 10;

/** Cut a word's ending, as briefing/search/senses.py does it. */
const stemOf = remembered((word) => {
  const ending = /(?:ing|ed|es|(?<!s)s)$/;
  const cut = word.length < SHORTEST_STEMMED ? word : word.replace(/(?:ies|ied)$/, "y").replace(ending, "");
  if (cut.length < SHORTEST_STEM) return word;
  return cut.replace(/(?<=...)e$/, "").replace(/(?<=..)([^aeioulsz])\1$|(?<=....)([lsz])\2$/, "$1$2");
}, FOLDED_WORDS);

// What is written one way in Britain and another in America: the endings of words.
const SPELLINGS = [
  [/our(?=(?:s|ed|ing|able|al|er|ers|hood|ful|ite|less|y)?$)/, "or"],
  [/(?<=[a-z]{2})or(?=(?:s|ed|ing|able|al|er|ers|hood|ful|ite|less|y)?$)/, "our"],
  [/(?<=[bt])re(?=s?$)/, "er"],
  [/(?<=[bt])er(?=s?$)/, "re"],
  [/is(?=(?:e|es|ed|er|ers|ing|ation|ations)$)/, "iz"],
  [/iz(?=(?:e|es|ed|er|ers|ing|ation|ations)$)/, "is"],
  [/ys(?=(?:e|es|ed|ing)$)/, "yz"],
  [/yz(?=(?:e|es|ed|ing)$)/, "ys"],
  [/ence(?=s?$)/, "ense"],
  [/ense(?=s?$)/, "ence"],
  [/(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)/, "l"],
  [/(?<=[aeiou])l(?=(?:ed|ing|er|ers)$)/, "ll"],
  [/ogue(?=s?$)/, "og"],
  [/amme(?=s?$)/, "am"],
  [/(?<=gr)am(?=s?$)/, "amme"],
  [/^grey/, "gray"],
  [/^gray/, "grey"],
];

/** The other spellings of a word, British for American and the other way round. */
const spellingsOf = (word) => SPELLINGS.filter(([ending]) => ending.test(word)).map(([ending, other]) => word.replace(ending, other));

/** How a name sounds, roughly: spellings from other scripts differ by letters that sound alike, Arabic by its article. */
const soundOf = remembered((word) => word
  .replace(/ee|ea|ie|ei|ey|y/g, "i").replace(/oo|ou|ow|o/g, "u").replace(/ch/g, "sh").replace(/kh|ck|q|c/g, "k")
  .replace(/ph/g, "f").replace(/([gtdz])h/g, "$1").replace(/g(?=[ei])/g, "j").replace(/^ال(?=..)/, "").replace(/(.)\1+/g, "$1").replace(/(?<=[aiu])h$/, ""), FOLDED_WORDS);

/** The terms that a word stands for, with weights, and whether all that may hold them was read. */
async function termsOf(word, { complete, exact }) {
  const spellings = exact ? [] : spellingsOf(word);
  const places = exact ? [rangeOf(word)] : [...new Set([...rangesOf(word), ...spellings.map(rangeOf)])];
  const read = (await Promise.all(places.map(readRange))).every(Boolean);
  const terms = lines.has(word) ? [[word, 1]] : [];
  if (exact) return { terms, read };
  const stems = [word, ...spellings].map(stemOf);
  const all = places.flatMap((place) => ranges.get(place) ?? []);
  const others = all.filter((term) => term !== word && !/^[@=#%]/.test(term));
  for (const term of others) if (stems.includes(stemOf(term))) terms.push([term, spellings.includes(term) ? 1 : ENDING_WEIGHT]);
  if (complete && terms.length) return { terms, read };
  const longer = others.filter((term) => word.length > 1 && term.startsWith(word) && !stems.includes(stemOf(term)));
  longer.sort((term, other) => lines.get(other).signs.length - lines.get(term).signs.length);
  for (const term of longer.slice(0, MOST_LONGER)) {
    terms.push([term, LONGER_WEIGHT + (SHARE_WEIGHT * word.length) / term.length]);
  }
  return { terms, read };
}

/** The places of the ranges with a word and with what begins like it, which may be in the next; not beyond. */
function rangesOf(word) {
  const places = [rangeOf(word)];
  const beginning = stemOf(word).slice(0, KEY_LENGTH);
  const following = places[0] + 1;
  // What a shorter word begins is in many files.
  if (word.length >= SHORTEST_BEGINNING && root.cuts[following]?.startsWith(beginning)) places.push(following);
  return places;
}

/** How many slips a word may hold. */
function slipsIn(word) {
  if (word.length < LETTERS_FOR_SLIP || /\d/.test(word)) return 0;
  return word.length < LETTERS_FOR_TWO ? 1 : 2;
}

/** Words of the index within so many edits, the nearest first. */
async function wordsNear(word, limit) {
  const costs = new Map();
  let least = BEYOND_LIMIT;
  const consider = (other, common, alike) => {
    if (costs.has(other) || (alike === undefined && Math.abs(other.length - word.length) > limit)) return;
    const edits = alike ?? editsBetween(word, other, limit);
    if (edits > limit) return;
    least = Math.min(least, edits);
    costs.set(other, edits * COST_OF_EDIT - common - (other[0] === word[0]) * VALUE_OF_FIRST_LETTER);
  };
  for (const other of nameWords) consider(other, VALUE_OF_NAME, soundOf(other) === soundOf(word) ? 0 : undefined);
  // Names are at hand. Other words are looked up unless one of the names is near enough.
  if (least > 1) {
    for (const list of await Promise.all(listsOf(word).map(load))) {
      for (const [, other, common] of (list ?? "").matchAll(/(\D+)(\d)/g)) consider(other, Number(common));
    }
  }
  const nearest = [...costs].sort(([, cost], [, other]) => cost - other);
  return nearest.map(([other]) => other).slice(0, MOST_NEAR);
}

/** A word that no page has as two that stand side by side: "counterattack" as "counter attack". */
async function partsOf(word) {
  const lists = (await Promise.all(listsOf(word).map(load))).join("");
  const listed = new Set([...lists.matchAll(/(\D+)\d/g)].map(([, other]) => other));
  for (let at = SHORTEST_STEM; at <= word.length - SHORTEST_STEM; at++) {
    const parts = [word.slice(0, at), word.slice(at)];
    if (!parts.every((part) => listed.has(part))) continue;
    const slot = phraseSlot(parts.map((part) => ({ word: part })));
    if ((await matchOf(slot)).scores.some(Boolean)) return slot;
  }
  return undefined;
}

/** The files that list words with the first letter of a word or with its last ones. */
function listsOf(word) {
  if (!root.lists.length) return ["w"];
  const first = fileName(word[0]);
  const last = `v-${classOf(word.slice(-ENDING_LETTERS)) % ENDING_LISTS}`;
  return root.lists.includes(first) ? [`w-${first}`, last] : [last];
}

/** Edit distance with a swap of neighbours as one edit (optimal string alignment), given up above a limit. */
function editsBetween(word, other, limit) {
  let before = [];
  let last = [...Array(other.length + 1).keys()];
  for (let row = 1; row <= word.length; row++) {
    const next = [row];
    for (let at = 1; at <= other.length; at++) {
      const changed = word[row - 1] !== other[at - 1];
      const swapped = word[row - 1] === other[at - 2] && word[row - 2] === other[at - 1];
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + changed);
      if (swapped) next[at] = Math.min(next[at], before[at - 2] + 1);
    }
    if (Math.min(...next) > limit) return BEYOND_LIMIT;
    [before, last] = [last, next];
  }
  return last[other.length];
}
