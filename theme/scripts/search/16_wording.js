// What readers are told about a query: how many pages it finds, what was made of it, how to have it otherwise.

const pages = (count) => `${count.toLocaleString("en-GB")} page${count === 1 ? "" : "s"}`;
const quote = (text) => make("q", AUTO, text);
const button = (text, click) => make("button", { type: "button", click }, text);
const goButton = (text, changes) => button(text, () => go(changes));
const againButton = () => button("Try again", () => location.reload());

/** The line that tells how many pages were found. */
function statusOf(query, wanted) {
  if (wanted.q.trim() && !query.slots.length && !query.barred.length) return "Write a name, word, date.";
  // Whether a page has a phrase is seen when it is read.
  const unsure = listing.rows.length && query.slots.some((slot) => slot.loose);
  const count = listing.count ? pages(listing.count) : "No results";
  const named = !wanted.exact && query.slots.find((slot) => slot.name);
  return [
    unsure && "Up to ",
    count,
    named && ` for ${named.name.entity.label}`,
    isNarrowed(wanted) && ", narrowed",
    ".",
  ].filter(Boolean).join("");
}

/** What was made of the query, a line each. */
function notesOn(query, wanted) {
  const notes = [
    ...(query.mended.length ? [noteOnSlips(query)] : []),
    ...query.slots.flatMap((slot) => (slot.date && neighboursOf(slot.date) ? [noteOnDate(slot.date)] : [])),
    ...query.slots.flatMap((slot) => (slot.name?.entity.also.length ? [noteOnName(slot, query, wanted)] : [])),
    ...query.missing.map(([raw, hint]) => ["No page has ", quote(raw), ".",
      hint && [" Did you mean ", goButton(hint, { q: wanted.q.replace(raw, hint) }), "?"]]),
    ...noteOnMeasures(query),
  ];
  if (query.partly && query.rows.length) notes.push(["No page has all; these have most."]);
  if (query.common.length && !query.slots.length) notes.push(noteOnCommonWords(query.common));
  if (query.cut) notes.push([`Only ${MOST_WORDS} words count.`]);
  if (unread.size) notes.push(["Part of the index was not read. ", againButton()]);
  return notes.map((note) => make("li", {}, note));
}

function noteOnSlips({ mended, slots }) {
  const nameOf = (word) => slots.find((slot) => slot.name?.words.includes(word))?.name.text ?? word;
  const meant = [...new Set(mended.map(([, word]) => nameOf(word)))].join(" ");
  const typed = mended.map(([raw]) => raw).join(" ");
  return ["Showing results for ", make("strong", AUTO, meant), ". ", goButton(`Search for “${typed}” instead`, { exact: true })];
}

/** Tell that no page is of a day or month, and lead to the days before and after. */
function noteOnDate(date) {
  const shown = longDate(date.dates[0]);
  const near = neighboursOf(date).map((day) => link(`briefings/${day.replaceAll("-", "/")}/`, "", longDate(day)));
  return [date.isDay ? `${shown} is not on record.` : `No day of ${shown} is on record.`, " Nearest: ", near.flatMap((one, at) => (at ? [" and ", one] : one)), "."];
}

/** Tell which words stand for a measure, and how to have them as they are typed. */
function noteOnMeasures({ slots, answers }) {
  const named = (answers.groups ?? []).map(([, what]) => measures.get(what).label);
  const told = slots.filter((slot) => !slot.asks && slot.senses?.length).flatMap(({ word, senses: own }) => {
    const label = own.map((sense) => measures.get(sense)?.label).find((one) => named.includes(one));
    return label && !foldWords(label).some((one) => stemOf(one) === stemOf(word)) ? `“${word}” as “${label.toLowerCase()}”` : [];
  });
  return told.length ? [[`Read ${told.join(", ")}. `, goButton("Search for the words as typed", { exact: true })]] : [];
}

function noteOnName({ name, wording }, query, wanted) {
  const { label, also } = name.entity;
  if (wanted.exact) {
    return ["Only ", quote(wording), `, not other names of ${label}. `, goButton("All names", { exact: false })];
  }
  const q = query.mended.reduce((text, [raw, word]) => text.replace(raw, word), wanted.q);
  const only = goButton(`Only the wording “${wording}”`, { exact: true, q });
  return [`${label}, also written ${also.join(", ")}. `, only];
}

/** Name the words that are too common, and the names that would be meant if they were written in capitals. */
function noteOnCommonWords(words) {
  const meant = names.filter((name) => name.spelling && words.includes(name.words[0]));
  const hints = meant.map((name) => ` Write ${name.text} for ${name.entity.label}.`);
  return [`Too common: ${words.join(", ")}.`, hints];
}
