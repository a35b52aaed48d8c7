// Folding: spellings of a word made one, as briefing/text/fold.py does it. The tests run one table of cases
// through both.

const LONGEST_TERM = 40;
const FOLDED_CHARACTERS = 10_000;
const FOLDED_WORDS = 100_000;
const FOLDED_TEXTS = 1_000;

/** Remember what was worked out, up to so many results; then start again. */
function remembered(work, limit) {
  const results = new Map();
  return (key) => {
    if (!results.has(key)) {
      if (results.size >= limit) results.clear();
      results.set(key, work(key));
    }
    return results.get(key);
  };
}

const foldCharacter = remembered((character) => {
  if (character === "\0" || root.apostrophes.includes(character) || /\p{Cf}/u.test(character)) return "";
  // As Python's casefold(): by way of upper case "ß" is "ss" and "ς" is "σ", and Cherokee stays there.
  const upper = character.normalize("NFKD").toUpperCase();
  const plain = /\p{Script=Cherokee}/u.test(upper) ? upper : upper.toLowerCase();
  const letters = [...plain.normalize("NFKD").replace(/\p{M}/gu, "")];
  return letters.map((letter) => root.letters[letter] ?? (/[\p{L}\p{N}]/u.test(letter) ? letter : " ")).join("");
}, FOLDED_CHARACTERS);

// A number with marks between its thousands (or lakhs).
const GROUPED = new RegExp(
  "(?<![\\p{L}\\p{N}_.,])(?:[0-9]{1,3}(?:[,'’ \u00a0\u2009\u202f][0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3})" +
  "(?![\\p{L}\\p{N}_]|,[0-9])", "gu");

/** Write each number without marks between its thousands. */
const joinNumbers = (text) => text.replace(GROUPED, (number) => number.replace(/[^0-9]/g, ""));

/** The folded words of a text, without possessive endings; a number is one word, however it is written. */
function foldWords(text) {
  const bare = joinNumbers(text.replace(/['’‘ʼ`´]s(?![\p{L}\p{N}_])/giu, ""));
  return [...bare].map(foldCharacter).join("").split(" ").filter(Boolean);
}

const foldPiece = remembered(foldWords, FOLDED_WORDS);

const PIECE = new RegExp(`${GROUPED.source}|[\\p{L}\\p{N}\\p{M}\\p{Cf}'’‘ʼʻʽʾʿʹ′\`´＇]+`, "gu");

/** A text's words with how and where they are written, and the sign after each; a piece such as "½" holds several. */
const piecesOf = remembered((text) => {
  const pieces = text.matchAll(PIECE);
  return [...pieces].flatMap(({ 0: raw, index: start }) => {
    const end = start + raw.length;
    return foldPiece(raw).map((word) => ({ word: word.slice(0, LONGEST_TERM), raw, start, end, after: text[end] }));
  });
}, FOLDED_TEXTS);
