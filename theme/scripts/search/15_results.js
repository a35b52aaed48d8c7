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
const FIGURE = 6;
const TOLD = { [EVENT]: "Event", [CLAIM]: "Claim" };
// The headings that results stand under, after that of the best, and the kinds under each.
const SECTIONS = {
  Figures: ["Figure", "Claim"],
  Events: ["Event"],
  Briefings: ["Briefing"],
  Names: ["Place", "Group", "Person", "Thing"],
  Notes: ["Note"],
  Pages: ["Page"],
};
const sectionOf = (kind) => Object.keys(SECTIONS).find((heading) => SECTIONS[heading].includes(kind));
// How many series of a page of figures are shown, and where it is the one that answers the question.
const MOST_SERIES = 1;
const MOST_SERIES_ALONE = 4;
// How many events and claims of a document are shown, and when readers ask for them alone.
const MOST_TOLD = 1;
const MOST_TOLD_ALONE = 9;

// The list in the making: rows to come, slots, how many pages it has, the kinds that readers ask for, the
// wordings of events and claims that it has already, what answers the query, the heading that its answer stands
// under, and whether the query is no more than a name.
let listing = { rows: [], answers: {} };
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
  if (!contents) return [{ kind: "Note", entry: make("li", { class: "entry" }, "This was not read.") }];
  const { slots, kinds } = listing;
  const [href, title, date, source, agency, texts] = contents;
  const parts = texts.map(([kind, text, anchor, when = "", figure = "", by = "", origins = ""]) => {
    const hits = hitsIn(text, slots);
    const dated = hitsIn(when, slots).filter(({ slot }) => !slots[slot].number);
    const all = [...hits, ...dated, ...hitsIn(figure, slots), ...hitsIn(by, slots)].filter(({ slot }) => !slots[slot].asks);
    return { kind, text, anchor, date: when, figure, by, origins, hits, all };
  });
  const result = { row, href, title, date, source, agency, titleHits: hitsIn(title, slots), parts };
  const hits = [result.titleHits, ...parts.map((part) => part.all)].flat();
  if (slots.some((slot, number) => slot.phrase && !hits.some((hit) => hit.slot === number))) return [];
  const kind = KINDS[documents.kinds[row]];
  const own = documents.kinds[row] === FIGURES ? seriesEntries(result) : [ownEntry(result)];
  const itself = !kinds.length || kinds.includes(kind) ? own.map((entry) => ({ kind, entry })) : [];
  return [...itself, ...(listing.vague && !kinds.length ? [] : toldEntries(result))];
}

function ownEntry({ row, href, title, date, source, agency, titleHits, parts }) {
  // Of parts with as many hits a summary is shown first, then the text.
  const texts = parts.filter((part) => part.kind < EVENT);
  const [best] = texts.sort((part, other) => slotsHit(other.hits) - slotsHit(part.hits) || other.kind - part.kind);
  const inferred = documents.inferred[row] && [" ", make("span", { class: "inferred" }, "inferred")];
  const kind = KINDS[documents.kinds[row]];
  return make("li", { class: "entry" },
    make("p", { class: "entry-date" }, date, inferred),
    make("div", { class: "entry-body" },
      make("h3", { class: "entry-title", dir: "auto" }, link(href, kind === "Page" ? best?.anchor : "", marked(title, titleHits))),
      dateline(kind, source, agency),
      best && make("p", AUTO, excerpt(best.text, best.hits))));
}

/** Entries for the series of a page of figures, or for who is said to hold a place: those that fit best. */
function seriesEntries(result) {
  const { whole = [] } = listing.answers;
  const alone = whole.length === 1 && whole[0][0] === result.row;
  const series = result.parts.filter((part) => part.kind === FIGURE).sort((part, other) => slotsHit(other.all) - slotsHit(part.all));
  return series.slice(0, alone ? MOST_SERIES_ALONE : MOST_SERIES)
    .map((part, at) => partEntry(result, part, "Figure", { title: true, answer: alone && !at }));
}

/** Entries for the events, then the claims, that hold all that is looked for; the same wording only once. */
function toldEntries(result) {
  const { slots, kinds, wordings } = listing;
  const firm = slots.filter((slot) => !slot.asks).length;
  return [EVENT, CLAIM].flatMap((kind) => {
    // A page of figures that answers the question has the newest of its claims.
    if (kinds.length ? !kinds.includes(TOLD[kind]) : kind === CLAIM && listing.answers.groups?.length) return [];
    const fitting = result.parts.filter((part) => part.kind === kind && !wordings.has(part.text) && slotsHit(part.all) === firm);
    return fitting.slice(0, kinds.length ? MOST_TOLD_ALONE : MOST_TOLD).map((part) => {
      wordings.add(part.text);
      return { kind: TOLD[kind], entry: partEntry(result, part, TOLD[kind], { title: false, answer: false }) };
    });
  });
}

function partEntry({ href, title, source, agency }, { text, anchor, date, figure, by, origins, hits }, kind, { title: entitled, answer }) {
  const told = [figure && [make("b", {}, figure), " "], marked(text, hits)];
  return make("li", { class: answer ? "entry answer" : "entry" },
    make("p", { class: "entry-date" }, date),
    make("div", { class: "entry-body" },
      make("h3", { class: entitled ? "entry-title" : "entry-told", dir: "auto" }, link(href, anchor, told)),
      dateline(kind, [...new Set([by, source])].filter(Boolean).join(", in "), agency, origins),
      !entitled && make("p", { class: "also", dir: "auto" }, title)));
}

/** Put results under the headings of their kinds: first that of the best one, or of what was asked for. */
function place(results, wanted) {
  const asked = listing.wish && results.find(({ kind }) => sectionOf(kind) === listing.wish);
  for (const { kind, entry } of asked ? [asked, ...results.filter((one) => one !== asked)] : results) {
    const heading = wanted.sort ? "By date" : sectionOf(kind);
    const name = `results_${heading.toLowerCase().replace(" ", "_")}`;
    let section = document.getElementById(name);
    if (!section) {
      section = make("section", { class: "results", id: name }, make("h2", {}, heading), make("ol", { class: "entries", role: "list" }));
      const order = Object.keys(SECTIONS);
      const after = [...page.results.children].slice(1).find((other) => order.indexOf(other.firstChild.textContent) > order.indexOf(heading));
      page.results.insertBefore(section, after ?? null);
    }
    section.lastChild.append(entry);
  }
}

function dateline(kind, source, agency, origins) {
  return make("p", { class: "dateline" }, make("span", { class: "result-kind" }, kind),
    source && [" · ", make("cite", AUTO, source)], agency && [", relaying ", make("cite", AUTO, agency)],
    origins && ` · ${origins}`);
}

/** A link to a page of the site. On disk no server adds the name of a folder's index. */
function link(href, anchor, content) {
  const index = location.protocol === "file:" ? "index.html" : "";
  return make("a", { href: form.dataset.root + href + index + (anchor && `#${anchor}`) }, content);
}
