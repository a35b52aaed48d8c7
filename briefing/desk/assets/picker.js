// A text field that finds entries of the registry by label, alias or slip: a combobox with a list (ARIA APG).

import { get } from "./ask.js";

const REST = 80; // milliseconds after a keystroke
const PARTS = { entities: "the people, groups, places and things", sources: "the outlets and agencies", measures: "the measures", units: "the units" };

/** Where the id at the caret begins and ends; the whole field where it holds one. */
function part(input, many) {
  if (!many) return [0, input.value.length];
  const at = input.selectionStart ?? input.value.length;
  const end = input.value.indexOf(",", at);
  return [input.value.lastIndexOf(",", at - 1) + 1, end < 0 ? input.value.length : end];
}

/** Make a field a picker; `choose` is told when a value stands, `add` of a name that the registry lacks. */
export function picker(input, one, { choose, add }) {
  const list = document.createElement("ul");
  list.id = `list_${input.id}`;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", one.label);
  list.hidden = true;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off" })) input.setAttribute(name, value);
  let timer = 0;
  let asked = 0;
  let at = -1;

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(number) {
    at = number;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function take(id) {
    const [start, end] = part(input, one.many);
    const before = input.value.slice(0, start);
    const text = `${before}${before ? " " : ""}${id}`;
    input.value = text + input.value.slice(end);
    input.setSelectionRange(text.length, text.length);
    close();
    choose();
  }

  function option(number, title, rest, act) {
    const shown = document.createElement("li");
    shown.id = `${list.id}_${number}`;
    shown.setAttribute("role", "option");
    shown.setAttribute("aria-selected", "false");
    const name = document.createElement("b");
    name.dir = "auto";
    name.textContent = title;
    const more = document.createElement("span");
    more.dir = "auto";
    more.textContent = rest;
    shown.append(name, " ", more);
    shown.act = act;
    return shown;
  }

  async function find() {
    const [start, end] = part(input, one.many);
    const text = input.value.slice(start, end).trim();
    const number = ++asked;
    const query = new URLSearchParams({ parts: one.parts.join(","), q: text, kind: one.kind });
    const { status, told: { found } } = await get(`/find?${query}`);
    if (status !== 200 || number !== asked || document.activeElement !== input) return;
    const options = found.map((entry, place) =>
      option(place, entry.label, [entry.id, entry.also && `“${entry.also}”`, entry.detail].filter(Boolean).join(" · "), () => take(entry.id)),
    );
    if (add && text && !found.some((entry) => entry.id === text)) {
      for (const name of one.parts) options.push(option(options.length, `Add “${text}”`, `to ${PARTS[name]}`, () => { close(); add(name, text, take); }));
    }
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(text && found.length ? 0 : -1);
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, REST); });
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return find();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(at < 0 ? (step > 0 ? 0 : last) : (at + step + last + 1) % (last + 1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden && at >= 0) list.children[at].act();
      else { close(); choose(); }
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("change", () => choose());
  input.addEventListener("blur", close);
  // A press on an option leaves the field in focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => event.target.closest("li")?.act());
  return list;
}
