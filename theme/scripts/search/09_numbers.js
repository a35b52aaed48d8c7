// Numbers in queries, in figures or in words: "10 thousand" and "ten thousand" are 10000.

const ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " +
  "seventeen eighteen nineteen").split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SCALES = { dozen: 12, hundred: 100, thousand: 1e3, k: 1e3, lakh: 1e5, million: 1e6, m: 1e6, mn: 1e6, crore: 1e7,
  billion: 1e9, bn: 1e9 };
const MILLION = 1e6;

const worthOf = (word) => {
  if (/^\d+$/.test(word)) return Number(word);
  if (ONES.includes(word)) return ONES.indexOf(word);
  return TENS.includes(word) ? (TENS.indexOf(word) + 2) * 10 : undefined;
};

/** A number that words begin with: how many words it takes, and its terms and wordings; undefined if there is none. */
function numberIn(pieces) {
  const words = pieces.map((piece) => piece.word);
  const [, digits, letters] = /^(\d+)(k|m|mn|bn)$/.exec(words[0]) ?? [];
  if (digits) words.splice(0, 1, digits, letters);
  let [total, part, at, spelt] = [0, undefined, 0, false];
  if (isGlued(pieces) && /^\d+$/.test(words[0]) && /^\d+$/.test(words[1] ?? "") && Object.hasOwn(SCALES, words[2] ?? "")) {
    part = Number(`${words[0]}.${words[1]}`);
    at = 2;
  }
  for (; at < words.length; at++) {
    const word = words[at].replace(/(?<=...)s$/, "");
    const worth = worthOf(words[at]);
    if (worth !== undefined && (part === undefined || (part % 100 === 0 && worth < 100) || (part % 10 === 0 && part % 100 >= 20 && worth < 10))) {
      if (part !== undefined && /^\d/.test(words[at])) break;
      part = (part ?? 0) + worth;
    } else if (word === "half" && part === undefined && (words[at + 1] === "a" || Object.hasOwn(SCALES, words[at + 1] ?? ""))) {
      part = 0.5;
    } else if (["a", "an"].includes(word) && (part === 0.5 || (part === undefined && Object.hasOwn(SCALES, words[at + 1] ?? "")))) {
      part ??= 1;
    } else if (Object.hasOwn(SCALES, word) && part !== undefined) {
      if (word === "hundred" || word === "dozen") part *= SCALES[word];
      else [total, part] = [total + part * SCALES[word], 0];
      spelt = true;
    } else if (!(word === "and" && spelt && worthOf(words[at + 1] ?? "") !== undefined)) {
      break;
    }
  }
  const value = total + (part ?? 0);
  if (!at || !Number.isInteger(value) || (part === undefined && !total) || words[0] === "one") return undefined;
  const written = String(value);
  const spelling = value < 20 ? ONES[value] : value % 10 || value > 90 ? undefined : TENS[value / 10 - 2];
  const wordings = [[written], words.slice(0, at), ...(spelling ? [[spelling]] : [])];
  if (value >= MILLION) wordings.push([...String(value / MILLION).split("."), "million"]);
  return {
    length: at - (digits ? 1 : 0),
    terms: [[written, 1], ...(spelling ? [[spelling, 1]] : [])],
    hits: wordings.map((wording) => ({ words: wording })),
    number: true,
  };
}
