// The address holds the whole state of a search, so that it can be bookmarked, sent, and gone back to.

const FIELDS = ["q", "from", "to", "sort"];

let state;
// Whether the last step in the history is one of letters typed in a row.
let typing = false;

function readAddress() {
  const parameters = new URLSearchParams(location.search);
  state = { exact: parameters.get("exact") === "1" };
  for (const key of FIELDS) state[key] = parameters.get(key) ?? "";
  for (const facet of FACET_NAMES) state[facet] = parameters.getAll(facet);
  typing = false;
}

function addressOf({ exact, ...values }) {
  const parameters = new URLSearchParams();
  if (exact) parameters.append("exact", "1");
  for (const [key, value] of Object.entries(values)) {
    for (const text of [value].flat()) if (text) parameters.append(key, text);
  }
  return `?${parameters}`;
}

/** Go on to another state: a step of its own in the history, but one for all letters typed in a row. */
function go(changes, { typed = false } = {}) {
  const next = { ...state, ...changes };
  if (addressOf(next) !== addressOf(state)) {
    history[typed && typing ? "replaceState" : "pushState"](null, "", addressOf(next));
  }
  [state, typing] = [next, typed];
  if (!typed) fillForm();
  search();
}

function fillForm() {
  for (const key of FIELDS) form.elements[key].value = state[key];
  form.elements.exact.checked = state.exact;
}
