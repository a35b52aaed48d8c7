// Dates in queries and in filters. Days are counted from 1 January 1970.

const MONTHS = "january february march april may june july august september october november december".split(" ");
// These are words or names of people too, so alone they are months only where they are the whole query.
const DOUBTFUL_MONTHS = ["may", "mar", "march", "jan", "jun", "june", "aug", "august", "april"];
const LETTERS_OF_MONTHS = "abcdefghijkl";
const MOST_YEARS = 8;
const WORDS_OF_DATE = 6;
const REMEMBERED_DAYS = 100_000;
const LONG_MONTH = { month: "long", year: "numeric", timeZone: "UTC" };
const LONG_DAY = { day: "numeric", ...LONG_MONTH };

const monthOf = remembered((day) => dayText(day).slice(0, "2018-12".length), REMEMBERED_DAYS);
const isGlued = ([first, second]) => second?.start === first.end + 1;

/** How words that a date begins with are read: year, month, day, and how many words they are. */
function partsOfDate(pieces) {
  const some = pieces.slice(0, WORDS_OF_DATE);
  const text = some.map((piece) => piece.word).join(" ");
  const named = new RegExp("^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* )?(?:(?:the )?(?<before>[0-3]?\\d)(?:st|nd|rd|th)? (?:of )?)?" +
    "(?:(?:early|mid|late) )?(?<name>[a-z]{3,9})(?: (?:the )?(?<after>[0-3]?\\d)(?:st|nd|rd|th)?(?= |$))?(?: (?<year>[12]\\d{3}))?(?= |$)").exec(text);
  const month = named && MONTHS.findIndex((name) => name.startsWith(named.groups.name) || (named.groups.name === "sept" && name[0] === "s"));
  if (named && month >= 0) {
    const { before, after, year, name } = named.groups;
    const day = before ?? after;
    if (day || year || pieces.length === 1 || !DOUBTFUL_MONTHS.includes(name)) {
      return { year, month: month + 1, day, length: named[0].split(" ").length };
    }
  }
  const numeric = /^(?:(?<year>[12]\d{3}) ?(?<month>\d\d?)(?: ?(?<day>\d\d?))?|(?<one>\d\d?) (?<other>\d\d?)(?: (?<last>[12]\d{3}|\d\d))?|(?<only>\d\d?) (?<its>[12]\d{3}))(?= |$)/.exec(text);
  if (!numeric) return undefined;
  const { year, day, one, other, last, only, its } = numeric.groups;
  const length = numeric[0].split(" ").length;
  if (year) return length > 1 || numeric[0].length > 6 ? { year, month: numeric.groups.month, day, length } : undefined;
  if (!isGlued(some)) return one && last?.length === 4 ? ordered(one, other, last, length) : undefined;
  if (only) return { year: its, month: only, length };
  // "14.5" is a number.
  return last || some[0].after === "/" ? ordered(one, other, last, length) : undefined;
}

/** Days come first, unless the second number can be no month. */
function ordered(one, other, last, length) {
  const year = last && (last.length === 4 ? last : `20${last}`);
  return Number(other) > 12 ? { year, month: one, day: other, length } : { year, month: other, day: one, length };
}

const twoDigits = (number) => String(number).padStart(2, "0");

/** A day or month that words begin with: how many words it takes, its terms, and its words as pages show them. */
function dateIn(pieces) {
  const parts = partsOfDate(pieces);
  if (!parts) return undefined;
  const [month, day] = [parts.month, parts.day].map((one) => one && twoDigits(Number(one)));
  const rest = day ? `${month}-${day}` : month;
  const years = parts.year ? [parts.year] : yearsOf(rest);
  const dates = years.map((year) => `${year}-${rest}`);
  if (dates.some((date) => Number.isNaN(Date.parse(date)) || !new Date(date).toISOString().startsWith(date))) return undefined;
  const letter = LETTERS_OF_MONTHS[month - 1];
  return {
    length: parts.length,
    dates,
    isDay: Boolean(day),
    words: [...(day ? [String(Number(day))] : []), MONTHS[month - 1].slice(0, 3), ...(parts.year ? [parts.year] : [])],
    terms: years.map((year) => `#${year.slice(2)}${letter}${year.slice(0, 2)}${day ?? ""}`),
  };
}

/** The years that a date without one may mean: those in which it is on record, else the likeliest. */
function yearsOf(rest) {
  const years = [...new Set(daysOnRecord().map((day) => day.slice(0, 4)))].reverse();
  const onRecord = years.filter((year) => daysOnRecord().some((day) => day.startsWith(`${year}-${rest}`)));
  const within = years.filter((year) => `${year}-${rest}` > daysOnRecord()[0] && `${year}-${rest}` < daysOnRecord().at(-1));
  return (onRecord.length ? onRecord : [within[0] ?? years[0] ?? String(new Date().getUTCFullYear())]).slice(0, MOST_YEARS);
}

/** The days that have a briefing, in order. */
function daysOnRecord() {
  documents.days ??= documents.starts.filter((_, row) => documents.kinds[row] === BRIEFING).map(dayText).sort();
  return documents.days;
}

/** The days on record before and after a date that has none; undefined if it is on record. */
function neighboursOf({ dates }) {
  const days = daysOnRecord();
  if (!days.length || dates.some((date) => days.some((day) => day.startsWith(date)))) return undefined;
  return [days.findLast((day) => day < dates[0]), days.find((day) => day > dates[0])].filter(Boolean);
}

const longDate = (date) => new Date(date).toLocaleDateString("en-GB", date.length > 7 ? LONG_DAY : LONG_MONTH);

/** The first or last day of what a filter says: a date, a month or a year; NaN if it is none of them. */
function dayOf(text, { last }) {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  // The day before a month's first is the last of the month before.
  if (last && !day) return Date.UTC(year, month ?? MONTHS.length, 0) / DAY;
  return Date.UTC(year, (month ?? 1) - 1, day ?? 1) / DAY;
}
