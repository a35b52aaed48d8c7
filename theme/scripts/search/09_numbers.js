// Numbers in queries, in figures or in words: "10 thousand" and "ten thousand" are 10000.

const ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " +
  "seventeen eighteen nineteen").split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES = { dozen: 12, hundred: 100, thousand: 1e3, k: 1e3, lakh: 1e5, million: 1e6, m: 1e6, mn: 1e6, crore: 1e7,
  billion: 1e9, bn: 1e9 };
const MILLION = 1e6;
const DIGITS = /^\d+$/;
const WITH_LETTERS = /^(\d+)(k|m|mn|bn)$/;

const worthOf = (word) => {
  if (DIGITS.test(word)) return Number(word);
  if (ONES.includes(word)) return ONES.indexOf(word);
  return TENS.includes(word) ? (TENS.indexOf(word) + 2) * 10 : undefined;
};

const isScale = (word) => Object.hasOwn(SCALES, word ?? "");
const ARTICLES = ["a", "an"];

/** Read a number from words: what it is worth, and how many of the words it takes. */
function readNumber(words, { tenths }) {
  let [total, part, at] = [0, undefined, 0];
  if (tenths) [part, at] = [Number(`${words[0]}.${words[1]}`), 2];
  const fits = (worth) => part === undefined || (part % 100 === 0 && worth < 100) || (part % 10 === 0 && part % 100 >= 20 && worth < 10);
  for (; at < words.length; at++) {
    const word = words[at].replace(/(?<=...)s$/, "");
    const worth = worthOf(words[at]);
    if (worth !== undefined && fits(worth) && (part === undefined || !/^\d/.test(words[at]))) {
      part = (part ?? 0) + worth;
    } else if (word === "half" && part === undefined && (words[at + 1] === "a" || isScale(words[at + 1]))) {
      part = 0.5;
    } else if (ARTICLES.includes(word) && (part === 0.5 || (part === undefined && isScale(words[at + 1])))) {
      part ??= 1;
    } else if (isScale(word) && part !== undefined) {
      if (SCALES[word] <= 100) part *= SCALES[word];
      else [total, part] = [total + part * SCALES[word], 0];
    } else if (!(word === "and" && (total || part >= 100) && worthOf(words[at + 1] ?? "") !== undefined)) {
      break;
    }
  }
  return { value: total + (part ?? 0), count: part === undefined ? 0 : at };
}

/** A number that words begin with: how many words it takes, and its terms and wordings; undefined if there is none. */
function numberIn(pieces) {
  // "14.5m" is three words.
  const words = pieces.flatMap(({ word }) => WITH_LETTERS.exec(word)?.slice(1) ?? word);
  const tenths = isGlued(pieces) && pieces[0].after === "." && isScale(words[2]) && words.slice(0, 2).every((word) => DIGITS.test(word));
  const { value, count } = readNumber(words, { tenths });
  if (!count || !Number.isInteger(value) || (count === 1 && words[0] === "one")) return undefined;
  const length = count - Math.min(words.length - pieces.length, 1);
  const written = String(value);
  const tens = value % 10 || value > 90 ? undefined : TENS[value / 10 - 2];
  const spelling = value < 20 ? ONES[value] : tens;
  const wordings = [[written], words.slice(0, count), ...(spelling ? [[spelling]] : [])];
  if (value >= MILLION) wordings.push([...String(value / MILLION).split("."), "million"]);
  return {
    length,
    terms: [[written, 1], ...(spelling ? [[spelling, 1]] : [])],
    hits: wordings.map((wording) => ({ words: wording })),
    number: true,
    wording: pieces.slice(0, length).map((piece) => piece.raw).join(" "),
  };
}
