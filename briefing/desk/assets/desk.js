// The page of a note: what is typed is shown, marked and kept; suggestions are decided on by button or key.

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

const body = $("body");
const head = $("head");

const fields = () => ({ path, base: state.base, head: head.value, body: body.value });
const changed = () => head.value !== state.head || body.value !== state.body;
const keyOf = (one) => `${one.kind} ${one.row} ${one.sentence}`;
const offered = () => state.suggestions.filter((one) => !aside.has(keyOf(one)));

function made(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

async function ask(what, more = {}) {
  const answer = await fetch(`/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...fields(), ...more }),
  });
  return { status: answer.status, told: await answer.json() };
}

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
  const row = made("textarea", "yaml row-text", one.row);
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
  $("problems").replaceChildren(
    ...state.problems.map((one) => made("li", one.severity === "error" ? "fault" : "", `Line ${one.line}: ${one.text}`)),
  );
  if (!state.problems.length) $("problems").append(made("li", "", "None"));
  showFields();
  $("claims").replaceChildren(...state.claims.map((one) => made("li", "", one)));
  document.dispatchEvent(new CustomEvent("shown", { detail: state }));
  mark();
}

const SHOWN = ["title", "source", "date", "tags"];

function field(one) {
  const shown = made("div", "field");
  const label = made("label", "label", one.label);
  label.htmlFor = `field_${one.key}`;
  const input = made(one.choice.length ? "select" : "input", "");
  input.id = label.htmlFor;
  input.dir = "auto";
  for (const choice of one.choice.length ? ["", ...one.choice] : []) input.append(new Option(choice, choice));
  if (one.known.length) {
    const list = made("datalist", "");
    list.id = `known_${one.key}`;
    for (const [id, name] of one.known) list.append(new Option(name, id));
    input.setAttribute("list", list.id);
    shown.append(list);
  }
  const said = made("p", "said");
  said.id = `said_${one.key}`;
  input.setAttribute("aria-describedby", said.id);
  input.addEventListener("change", () => fill(one.key, input.value));
  shown.append(label, input, said);
  return shown;
}

// One thing is done after the other, so that none is lost.
let turn = Promise.resolve();
const inTurn = (job) => {
  turn = turn.then(job, job);
  return turn;
};

const fill = (key, value) => inTurn(() => filled(key, value));

async function filled(key, value) {
  const { status, told } = await ask("field", { key, value });
  if (status !== 200) return say(told.message);
  say("");
  head.value = told.head;
  typed();
}

function showFields() {
  if (!$("fields").children.length) {
    for (const one of state.fields) $(SHOWN.includes(one.key) ? "fields" : "more").append(field(one));
  }
  for (const one of state.fields) {
    const input = $(`field_${one.key}`);
    if (document.activeElement !== input) input.value = one.value;
    const fault = state.problems.find((problem) => one.line && problem.line === one.line);
    const said = $(`said_${one.key}`);
    const named = one.known.find(([id]) => id === one.value)?.[1];
    said.textContent = fault?.text ?? (one.words || named || one.doc);
    said.className = fault ? "said fault" : "said";
  }
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
  if (number !== looked || status !== 200) return;
  const { page, base, head: _, body: __, ...rest } = told;
  state = { ...state, ...rest };
  if (document.activeElement?.id === "row") mark();
  else show();
  preview(page);
}

function typed() {
  $("told").textContent = changed() ? "Not saved; kept in this browser" : "As on disk";
  mark();
  keep();
  clearTimeout(timer);
  timer = setTimeout(look, REST);
}

function taken(told) {
  state = told;
  head.value = state.head;
  body.value = state.body;
  keep();
  show();
  look();
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
  return inTurn(() => acted(what, more, told));
}

async function acted(what, more, told) {
  const answer = await ask(what, more);
  if (answer.status === 409) return conflict(answer.told);
  if (answer.status !== 200) return say(answer.told.message);
  say("");
  taken(answer.told);
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
  act(what, { kind: one.kind, row: what === "accept" ? row : one.row, sentence: one.sentence }, `${verb}: ${one.words}`);
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
  u: () => act("undo", {}, "Undone"),
};

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
head.addEventListener("input", typed);
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
look();
