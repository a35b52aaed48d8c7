// Results: the pages found, in order, each with the events and claims in it that fit. Only those that are
// shown are read, a few at a time.

// How many requests a query may cost, and how many documents are shown at once.
const MOST_REQUESTS = 8;
const FEWEST_REQUESTS = 2;
const BATCH = 10;
// Documents whose numbers share all but these last bits share a file.
const SHARED_BITS = 3;
// Parts of a document, in the order of briefing/search/texts.py: after its texts come its events and claims.
const EVENT = 4;
const CLAIM = 5;
const TOLD = { [EVENT]: "Event", [CLAIM]: "Claim" };
// How many events and claims of a document are shown, and when readers ask for them alone.
const MOST_TOLD = 1;
const MOST_TOLD_ALONE = 9;

// The list in the making: rows to come, slots, how many pages it has, the kinds that readers ask for, the
// wordings of events and claims that it has already, and whether the query is no more than a name.
let listing = { rows: [] };
// Rises with each query, so that what was begun for an earlier one is dropped.
let turn = 0;

const fileOf = (row) => `x-${documents.numbers[row] >> SHARED_BITS}`;

/** Make the next results. They cost as many requests as are left, but a few at least. */
async function nextResults(asked, requestsLeft) {
  const files = new Set();
  const rows = [];
  while (rows.length < BATCH && listing.rows.length) {
    const file = fileOf(listing.rows[0]);
    if (!loads.has(file)) files.add(file);
    if (files.size > Math.max(FEWEST_REQUESTS, requestsLeft)) break;
    rows.push(listing.rows.shift());
  }
  const contents = await Promise.all(rows.map((row) => load(fileOf(row))));
  if (asked !== turn) return [];
  const results = rows.flatMap((row, at) => {
    const entries = resultsOf(row, contents[at]?.[documents.numbers[row]]);
    if (!entries.length) listing.count--;
    return entries;
  });
  return results.length || !rows.length ? results : nextResults(asked, BATCH);
}

/** What a document yields: itself, and its events and claims that fit; nothing if it lacks a phrase. */
function resultsOf(row, contents) {
  if (!contents) return [make("li", { class: "entry" }, "This was not read.")];
  const { slots, kinds } = listing;
  const [href, title, date, source, agency, texts] = contents;
  const parts = texts.map(([kind, text, anchor, when = ""]) =>
    ({ kind, text, anchor, date: when, hits: hitsIn(text, slots) }));
  const result = { row, href, title, date, source, agency, titleHits: hitsIn(title, slots), parts };
  const hits = [result.titleHits, ...parts.map((part) => part.hits)].flat();
  if (slots.some((slot, number) => slot.phrase && !hits.some((hit) => hit.slot === number))) return [];
  const itself = !kinds.length || kinds.includes(KINDS[documents.kinds[row]]) ? [ownEntry(result)] : [];
  return [...itself, ...(listing.vague && !kinds.length ? [] : toldEntries(result))];
}

function ownEntry({ row, href, title, date, source, agency, titleHits, parts }) {
  // Of parts with as many hits a summary is shown first, then the text.
  const texts = parts.filter((part) => part.kind < EVENT);
  const [best] = texts.sort((part, other) => slotsHit(other.hits) - slotsHit(part.hits) || other.kind - part.kind);
  const inferred = documents.inferred[row] && [" ", make("span", { class: "inferred" }, "inferred")];
  return make("li", { class: "entry" },
    make("p", { class: "entry-date" }, date, inferred),
    make("div", { class: "entry-body" },
      make("h2", { class: "entry-title", dir: "auto" }, link(href, "", marked(title, titleHits))),
      dateline(KINDS[documents.kinds[row]], source, agency),
      best && make("p", AUTO, excerpt(best.text, best.hits))));
}

/** Entries for the events, then the claims, that hold all that is looked for; the same wording only once. */
function toldEntries({ href, title, source, agency, parts }) {
  const { slots, kinds, wordings } = listing;
  return [EVENT, CLAIM].flatMap((kind) => {
    if (kinds.length && !kinds.includes(TOLD[kind])) return [];
    const holdsAll = (part) => slotsHit([...part.hits, ...hitsIn(part.date, slots)]) === slots.length;
    const fitting = parts.filter((part) => part.kind === kind && !wordings.has(part.text) && holdsAll(part));
    return fitting.slice(0, kinds.length ? MOST_TOLD_ALONE : MOST_TOLD).map(({ text, anchor, date, hits }) => {
      wordings.add(text);
      return make("li", { class: "entry" },
        make("p", { class: "entry-date" }, date),
        make("div", { class: "entry-body" },
          make("h2", { class: "entry-told", dir: "auto" }, link(href, anchor, marked(text, hits))),
          dateline(TOLD[kind], source, agency),
          make("p", { class: "also", dir: "auto" }, title)));
    });
  });
}

function dateline(kind, source, agency) {
  return make("p", { class: "dateline" }, make("span", { class: "result-kind" }, kind),
    source && [" · ", make("cite", AUTO, source)], agency && [", relaying ", make("cite", AUTO, agency)]);
}

/** A link to a page of the site. On disk no server adds the name of a folder's index. */
function link(href, anchor, content) {
  const index = location.protocol === "file:" ? "index.html" : "";
  return make("a", { href: form.dataset.root + href + index + (anchor && `#${anchor}`) }, content);
}
