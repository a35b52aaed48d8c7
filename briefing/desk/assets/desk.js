// The page of a note: what is typed is shown, marked and kept; suggestions are decided on by button or key.

import { post } from "./ask.js";
import { enter } from "./entry.js";
import { button, field, fill, made } from "./form.js";
import { tables } from "./rows.js";

const $ = (id) => document.getElementById(id);
const path = document.querySelector(".work").dataset.path;
const place = `desk ${path}`;
const REST = 120; // milliseconds after a keystroke
const LONGEST_MARKED = 200_000;

let state = JSON.parse($("state").textContent);
let at = 0;
let aside = new Set();
let timer = 0;
let looked = 0;
let waiting = new Map(); // what was typed in fields and is not in the head yet, by place
let resting = 0;
let steps = []; // the heads before each change of a field, to take them back
let lastPlace = "";
let openLine = 0;
let drawn = 0;

const body = $("body");
const head = $("head");

const fields = () => ({ path, base: state.base, head: head.value, body: body.value });
const changed = () => head.value !== state.head || body.value !== state.body;
// What was typed into rows that are not decided on yet.
const rewritten = new Map();
const keyOf = (one) => `${one.kind} ${one.row} ${one.sentence}`;
const offered = () => state.suggestions.filter((one) => !aside.has(keyOf(one)));

const ask = (what, more = {}) => post(what, { ...fields(), ...more });

// ---- What is shown

function mark() {
  const backdrop = $("backdrop");
  backdrop.replaceChildren();
  const text = body.value;
  if (text.length > LONGEST_MARKED) return;
  const open = offered()[at];
  const spans = [...(open ? [open] : []), ...offered().filter((one) => one !== open)]
    .filter((one) => one.end > one.start)
    .map((one) => [one.start, one.end, one === open ? "suggestion open" : "suggestion"]);
  const inside = (start, end) => spans.some(([low, high]) => start < high && end > low);
  const rest = state.marks.filter(([start, end]) => !inside(start, end));
  let done = 0;
  for (const [start, end, kind] of [...spans, ...rest].sort((one, other) => one[0] - other[0])) {
    if (start < done) continue;
    backdrop.append(text.slice(done, start));
    const [name, open] = kind.split(" ");
    backdrop.append(made("mark", `m-${name}${open ? " open" : ""}`, text.slice(start, end)));
    done = end;
  }
  backdrop.append(`${text.slice(done)}\n`);
  settle();
}

// The open suggestion stands beside its sentence, where there is room beside the text.
function settle() {
  const cards = $("cards");
  const sentence = document.querySelector(".m-suggestion.open");
  cards.style.marginBlockStart = "";
  const own = (cards.querySelector(".card") ?? cards).getBoundingClientRect();
  const isBeside = sentence && own.left >= body.getBoundingClientRect().right;
  if (isBeside) cards.style.marginBlockStart = `${Math.max(0, sentence.getBoundingClientRect().top - own.top)}px`;
}

addEventListener("resize", settle);

function card(one, number, all) {
  const shown = made("article", "card");
  const top = made("p", "card-head");
  top.append(made("b", "", `${number + 1} of ${all}`), made("span", "", one.kind === "claims" ? "Claim" : "Event"));
  top.append(made("span", "end", one.open ? "To complete" : `${one.confidence} `));
  if (!one.open) {
    const dots = made("span", "dots", { sure: "●●●", likely: "●●○" }[one.confidence] ?? "●○○");
    dots.ariaHidden = "true";
    top.lastChild.append(dots);
  }
  const said = made("h3", "said-claim", one.words);
  said.dir = "auto";
  const rests = made("dl", "rests");
  for (const [name, text, words] of [["Sentence", one.sentence], ...one.facts]) {
    // Where there is room, the sentence is marked in the text beside.
    const beside = name === "Sentence" && one.end > one.start ? "beside" : "";
    const told = made("dd", beside, text);
    told.dir = "auto";
    if (words) told.append(" ", made("span", "soft", words));
    rests.append(made("dt", beside, name), told);
  }
  const label = made("label", "writes", "The row that it adds");
  const row = made("textarea", "yaml row-text", rewritten.get(keyOf(one)) ?? one.row);
  row.addEventListener("input", () => rewritten.set(keyOf(one), row.value));
  row.id = "row";
  row.rows = 3;
  row.spellcheck = false;
  label.append(row);
  const buttons = made("div", "card-buttons");
  const kinds = [["Accept", "a", "first"], ["Change", "e", ""], ["Reject", "r", ""], ["Put aside", "i", ""]];
  for (const [name, key, more] of kinds) {
    const button = made("button", `button ${more}`.trim(), `${name} `);
    button.type = "button";
    button.append(made("kbd", "", key));
    button.addEventListener("click", () => DECISIONS[key]());
    buttons.append(button);
  }
  shown.append(top, said, rests, buttons, label);
  return shown;
}

function stub(one, number) {
  const shown = made("button", "stub", one.words);
  shown.type = "button";
  shown.dir = "auto";
  shown.addEventListener("click", () => go(number));
  return shown;
}

function show() {
  const all = offered();
  at = Math.max(0, Math.min(at, all.length - 1));
  $("title").textContent = state.title;
  $("status").textContent = state.status;
  $("confirmed").textContent = state.confirmed;
  $("count").textContent = all.length;
  $("cards").replaceChildren(...all.map((one, number) => (number === at ? card(one, number, all.length) : stub(one, number))));
  if (!all.length) $("cards").append(made("p", "dateline", aside.size ? "The rest is put aside." : "Nothing to confirm."));
  showProblems();
  showFields();
  rows.show(state);
  document.dispatchEvent(new CustomEvent("shown", { detail: state }));
  mark();
  markHead();
}

function showProblems() {
  const told = state.problems.map((one) => {
    const shown = made("li", one.severity === "error" ? "fault" : "");
    const go = made("button", "link", `Line ${one.line}`);
    go.type = "button";
    go.addEventListener("click", () => goTo(one));
    shown.append(go, `: ${one.text}`);
    const [, wrong, meant] = one.text.match(/: (\S+): unknown .*; did you mean (\S+)\?$/) ?? [];
    const held = one.at.length > 1 ? state.tables.find((table) => table.key === one.at[0])?.rows[one.at[1]]?.values : Object.fromEntries(state.fields.map((field_) => [field_.key, field_.value]));
    const value = held?.[one.at.at(-1)];
    if (meant && value) {
      const right = value.split(", ").map((id) => (id === wrong ? meant : id)).join(", ");
      shown.append(" ", button(`Use ${meant}`, () => edit(one.at, right, true), "button small"));
    }
    return shown;
  });
  $("problems").replaceChildren(...(told.length ? told : [made("li", "", "None")]));
}

/** Go to the field that a problem is about, or to its line. */
function goTo(problem) {
  const [key, row, name] = problem.at;
  if (row !== undefined) return rows.reveal(key, row, name);
  const input = $(`field_${key}`);
  if (!input) return toLine(problem.line);
  if (input.closest("details")) input.closest("details").open = true;
  input.focus();
}

/** Mark the lines of the head that have faults, and those of the row that is open. */
function markHead() {
  const backdrop = $("head_backdrop");
  backdrop.replaceChildren();
  const wrong = new Map(state.problems.map((one) => [one.line, one.severity === "error" ? "m-fault" : "m-doubt"]));
  if (openLine && !wrong.has(openLine)) wrong.set(openLine, "m-row");
  let plain = "";
  head.value.split("\n").forEach((line, number) => {
    const kind = wrong.get(number + 1);
    if (kind) {
      const marked = made("mark", kind, line || " ");
      marked.dataset.line = number + 1;
      backdrop.append(plain, marked, "\n");
      plain = "";
    } else plain += `${line}\n`;
  });
  backdrop.append(plain);
}

function toLine(number) {
  const lines = head.value.split("\n");
  if (number >= lines.length && head.value.endsWith("\n")) return toText(number - lines.length);
  const start = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  head.focus({ preventScroll: true });
  head.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  showLine(number);
}

/** Go to a line of the text, from 0. */
function toText(number) {
  const lines = body.value.split("\n");
  const start = lines.slice(0, number).join("\n").length + (number > 0 ? 1 : 0);
  select({ start, end: start + (lines[number] ?? "").length });
}

/** Bring a line of the head into view within its own box. */
function showLine(number) {
  openLine = number;
  markHead();
  const marked = $("head_backdrop").querySelector(`[data-line="${number}"]`);
  if (marked) $("head_box").scrollTop = marked.offsetTop - $("head_box").clientHeight / 3;
}

const rows = tables($("tables"), {
  edit,
  order: (what, key, row, to) => { flush(); return inTurn(() => drafted(what, { key, row, to })); },
  add: adding,
  find: select,
  line: toLine,
  opened: (line) => { if (line) showLine(line); else { openLine = 0; markHead(); } },
});

/** Add what the registry lacks, and take it. */
function adding(part, text, take) {
  const done = (id) => {
    take(id);
    $("history").prepend(made("li", "", `Added to the registry: ${id}`));
    look();
  };
  enter(part, text, { ask, done, say });
}

function select({ start, end }) {
  body.focus();
  body.setSelectionRange(start, end);
  // A field that grows with its text does not scroll to what is selected.
  body.scrollIntoView({ block: "start" });
  window.scrollBy(0, (start / Math.max(body.value.length, 1)) * body.offsetHeight - 120);
}

const SHOWN = ["title", "source", "date", "tags"];

// One thing is done after the other, so that none is lost.
let turn = Promise.resolve();
const inTurn = (job) => {
  turn = turn.then(job, job);
  return turn;
};

function edit(at, value, isFinal) {
  waiting.set(JSON.stringify(at), [at, value]);
  clearTimeout(resting);
  if (isFinal) flush();
  else resting = setTimeout(flush, REST);
}

/** Put what was typed in fields into the head. */
function flush() {
  clearTimeout(resting);
  if (!waiting.size) return turn;
  const values = [...waiting.values()];
  waiting.clear();
  return inTurn(() => drafted("field", { values }));
}

/** Have the head changed, and show it; tell whether that was done. */
async function drafted(what, more) {
  const [sent, text] = [head.value, body.value];
  const { status, told: answer } = await ask(what, more);
  if (status !== 200) {
    // What nobody took is to be sent with what is typed next.
    if (!status) for (const [at, value] of more.values ?? []) if (!waiting.has(JSON.stringify(at))) waiting.set(JSON.stringify(at), [at, value]);
    say(answer.message);
    return false;
  }
  // What was typed in the YAML meanwhile counts.
  if (head.value !== sent) return drafted(what, more);
  say("");
  const place_ = JSON.stringify(more.values?.map(([at]) => at) ?? [what, more]);
  if (answer.head !== sent && place_ !== lastPlace) steps.push(sent);
  lastPlace = place_;
  head.value = answer.head;
  looked += 1;
  keep();
  $("told").textContent = changed() ? "Not saved; kept in this browser" : "As on disk";
  update(answer);
  if (body.value !== text) look();
  draw();
  return true;
}

function showFields() {
  if (!$("fields").children.length) {
    for (const one of state.fields) {
      const change = (value, isFinal) => edit([one.key], value, isFinal);
      $(SHOWN.includes(one.key) ? "fields" : "more").append(field(one, "field", { change, add: adding }));
    }
  }
  for (const one of state.fields) {
    const fault = state.problems.find((problem) => problem.at.length === 1 && problem.at[0] === one.key);
    fill($(`field_${one.key}`).closest(".field"), one, { ...one, fault: fault?.text ?? "", disabled: !state.readable });
  }
  $("unread").hidden = state.readable;
}

function preview(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const frame = $("page").contentDocument;
  const where = $("page").contentWindow.scrollY;
  for (const link of page.querySelectorAll("[href], [src]")) {
    for (const name of ["href", "src"]) {
      const value = link.getAttribute(name);
      if (value && !/^([a-z]+:|#|\/)/i.test(value)) link.setAttribute(name, new URL(value, `${location.origin}/site/notes/x/`).pathname);
    }
  }
  for (const one of page.querySelectorAll("script, meta[http-equiv]")) one.remove();
  const styles = [...page.querySelectorAll("link[rel=stylesheet]")].map((one) => one.getAttribute("href")).join(" ");
  if (frame.documentElement.dataset.styles !== styles) {
    frame.documentElement.replaceWith(frame.adoptNode(page.documentElement));
    frame.documentElement.dataset.styles = styles;
  } else {
    frame.body.replaceWith(frame.adoptNode(page.body));
  }
  $("page").contentWindow.scrollTo(0, where);
}

// ---- What is typed

function keep() {
  try {
    if (changed()) localStorage.setItem(place, JSON.stringify(fields()));
    else localStorage.removeItem(place);
  } catch {
    // A full store keeps nothing; the page still does.
  }
}

async function look() {
  const number = ++looked;
  const { status, told } = await ask("look");
  if (!status) say(told.message);
  if (number !== looked || status !== 200) return;
  // What shows it already is not drawn again under somebody's hand.
  if (JSON.stringify(seen(told)) !== JSON.stringify(state)) update(told);
}

/** The state with what an answer tells; of a head that cannot be read the fields stay as they were. */
function seen({ base, head: _, body: __, ...rest }) {
  if (!rest.readable) for (const name of ["fields", "tables"]) delete rest[name];
  return { ...state, ...rest };
}

function update(told) {
  state = seen(told);
  if (document.activeElement?.id === "row") { mark(); showProblems(); showFields(); rows.show(state); markHead(); }
  else show();
}

async function draw() {
  const number = ++drawn;
  const { status, told } = await ask("page");
  if (number !== drawn || status !== 200) return;
  // Where something is wrong, the last good page stays.
  const hasPage = () => $("page").contentDocument.body?.childElementCount > 0;
  if (told.page && !(told.fault && hasPage())) preview(told.page);
  const fault = told.fault?.replace(/^./, (first) => first.toUpperCase()).replace(/[^.?!]$/, "$&.");
  $("drawn").textContent = fault ? `${fault}${hasPage() ? " Below is the last good page." : ""}` : "With everything that you type, saved or not";
}

function rested() {
  draw();
  look();
}

function typed() {
  $("told").textContent = changed() ? "Not saved; kept in this browser" : "As on disk";
  mark();
  markHead();
  keep();
  clearTimeout(timer);
  timer = setTimeout(rested, REST);
}

function taken(told) {
  state = told;
  steps = [];
  lastPlace = "";
  head.value = state.head;
  body.value = state.body;
  keep();
  show();
  rested();
}

function say(message, ...buttons) {
  const told = made("p", "", message);
  for (const [name, act] of buttons) {
    const button = made("button", "button", name);
    button.type = "button";
    button.addEventListener("click", act);
    told.append(" ", button);
  }
  $("notice").replaceChildren(...(message ? [told] : []));
}

function conflict({ message, theirs }) {
  say(
    message,
    ["Keep mine", () => { state = { ...state, base: theirs.base }; say(""); act("save", {}, "Saved"); }],
    ["Take theirs", () => { say(""); taken(theirs); }],
  );
  const both = made("div", "both");
  for (const [name, text] of [["Yours", head.value + body.value], ["Theirs", theirs.head + theirs.body]]) {
    const part = made("details", "");
    part.append(made("summary", "", name), made("pre", "", text));
    both.append(part);
  }
  $("notice").append(both);
}

function act(what, more, told) {
  // A field that is still being filled in is a part of what is saved.
  if (document.activeElement?.closest(".field")) document.activeElement.blur();
  flush();
  return inTurn(() => acted(what, more, told));
}

async function acted(what, more, told) {
  const answer = await ask(what, more);
  if (answer.status === 409) return conflict(answer.told);
  if (answer.status !== 200) return say(answer.told.message);
  say("");
  // What was undone may be in another file, and leave what is typed here.
  if (what === "undo" && answer.told.base === state.base) look();
  else taken(answer.told);
  $("told").textContent = told;
  if (what !== "save") $("history").prepend(made("li", "", told));
  while ($("history").children.length > 10) $("history").lastChild.remove();
}

// What else is done with the note, and shown of it, by other scripts.
export { act, say };

// ---- Decisions

function go(number) {
  at = number;
  show();
  (document.querySelector(".m-suggestion.open") ?? $("cards")).scrollIntoView({ block: "center" });
}

function decide(what, verb) {
  const one = offered()[at];
  if (!one) return;
  const row = $("row").value.trim();
  if (what === "accept" && one.open && row === one.row) return change("Say who: write an id in place of the question mark");
  act(what, { kind: one.kind, row: what === "accept" ? row : one.row, sentence: one.key ?? one.sentence }, `${verb}: ${one.words}`);
}

function change(message = "") {
  $("row")?.focus();
  if (message) say(message);
}

const DECISIONS = {
  a: () => decide("accept", "Accepted"),
  r: () => decide("reject", "Rejected"),
  e: () => change(),
  i: () => { const one = offered()[at]; if (one) { aside.add(keyOf(one)); show(); } },
  j: () => go(at + 1),
  k: () => go(at - 1),
  u: () => undo(),
};

/** Take back the last change of a field, else what was done last on disk. */
function undo() {
  if (!steps.length) return act("undo", {}, "Undone");
  head.value = steps.pop();
  lastPlace = "";
  typed();
  $("told").textContent = "Undone";
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    act("save", {}, "Saved");
    return;
  }
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) typing.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !$("keys").checked) return;
  if (Object.hasOwn(DECISIONS, event.key)) {
    event.preventDefault();
    DECISIONS[event.key]();
  }
});

$("save").addEventListener("click", () => act("save", {}, "Saved"));
$("undo").addEventListener("click", DECISIONS.u);
$("keys").checked = localStorage.getItem("desk keys") !== "off";
$("keys").addEventListener("change", () => localStorage.setItem("desk keys", $("keys").checked ? "on" : "off"));
head.addEventListener("input", () => { lastPlace = ""; typed(); });
body.addEventListener("input", typed);

const before = JSON.parse(localStorage.getItem(place) ?? "null");
if (before && (before.head !== state.head || before.body !== state.body)) {
  say(
    "What you typed here was not saved.",
    ["Put it back", () => { head.value = before.head; body.value = before.body; state = { ...state, base: before.base }; say(""); typed(); }],
    ["Forget it", () => { say(""); keep(); }],
  );
}
show();
rested();
// Buttons work once this script does.
for (const one of ["undo", "save"]) $(one).disabled = false;
