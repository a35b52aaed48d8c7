// Dates in queries and in filters. Days are counted from 1 January 1970.

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const LETTERS_OF_MONTHS = "abcdefghijkl";
const WORDS_OF_DATE = 3;
const REMEMBERED_DAYS = 100_000;

const monthOf = remembered((day) => dayText(day).slice(0, "2018-12".length), REMEMBERED_DAYS);

/** A day or month that words begin with: how many words it takes, its term, its words as pages show them. */
function dateIn(pieces) {
  const text = pieces.slice(0, WORDS_OF_DATE).map((piece) => piece.word).join(" ");
  const numeric = /^(?<year>[12]\d{3}) (?<number>0\d|1[012])(?: (?<before>\d\d))?(?= |$)/;
  const named = /^(?:(?<before>\d\d?) )?(?<name>[a-z]{3,9}) (?:(?<after>\d\d?) )?(?<year>[12]\d{3})(?= |$)/;
  const match = numeric.exec(text) ?? named.exec(text);
  if (!match) return undefined;
  const { year, number, name, before, after } = match.groups;
  const month = Number(number ?? MONTHS.findIndex((start) => name.startsWith(start)) + 1);
  if (!month) return undefined;
  const day = (before ?? after)?.padStart(2, "0");
  return {
    length: match[0].split(" ").length,
    day: day && [year, String(month).padStart(2, "0"), day].join("-"),
    words: [...(day ? [String(Number(day))] : []), MONTHS[month - 1], year],
    term: `#${year.slice(2)}${LETTERS_OF_MONTHS[month - 1]}${year.slice(0, 2)}${day ?? ""}`,
  };
}

/** The first or last day of what a filter says: a date, a month or a year; NaN if it is none of them. */
function dayOf(text, { last }) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  // The day before a month's first is the last of the month before.
  if (last && !day) return Date.UTC(year, month ?? MONTHS.length, 0) / DAY;
  return Date.UTC(year, (month ?? 1) - 1, day ?? 1) / DAY;
}
