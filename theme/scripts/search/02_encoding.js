// Numbers and hashes as the index writes them: see briefing/search/encoding.py.

const FIRST_SIGN = "#".charCodeAt(0);
const SIGNS = 92;
// It would have to be escaped, so another character stands for it.
const BACKSLASH = "\\".charCodeAt(0) - FIRST_SIGN;
const STAND_IN = "!";
// The first half of the signs ends a number, the other goes on with it.
const BASE = SIGNS / 2;
const CLASSES = SIGNS ** 2;
const SPREAD = 31;

/** The place of a text's character among the signs. */
function valueAt(text, at) {
  return text[at] === STAND_IN ? BACKSLASH : text.charCodeAt(at) - FIRST_SIGN;
}

/** Read numbers from 0, each with its lowest digit first. */
function readNumbers(text) {
  const numbers = [];
  let number = 0;
  let unit = 1;
  for (let at = 0; at < text.length; at++) {
    const value = valueAt(text, at);
    number += (value % BASE) * unit;
    unit *= BASE;
    if (value < BASE) {
      numbers.push(number);
      number = 0;
      unit = 1;
    }
  }
  return numbers;
}

/** Read rising numbers from how many are left out before each. */
function readRising(text) {
  let last = -1;
  return readNumbers(text).map((gap) => (last += gap + 1));
}

/** The class of a word, and of one that comes before words of a class. */
const spread = (value, code) => (value * SPREAD + code) % CLASSES;
const classOf = (word) => [...word].reduce((value, character) => spread(value, character.codePointAt(0)), 0);
