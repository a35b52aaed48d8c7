// A field of a form, made by its description: what it is for, how it is filled in, what it holds in words.

import { picker } from "./picker.js";

export function made(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

export function button(text, act, className = "button") {
  const shown = made("button", className, text);
  shown.type = "button";
  shown.addEventListener("click", act);
  return shown;
}

function control(one) {
  if (one.choice.length) {
    const select = made("select");
    for (const choice of ["", ...one.choice]) select.append(new Option(choice, choice));
    return select;
  }
  const input = made(one.long ? "textarea" : "input");
  if (one.long) input.rows = 2;
  else input.type = "text";
  input.spellcheck = one.long;
  return input;
}

/** Make a field; `change(value, isFinal)` is told of what is typed, `add` of what the registry lacks. */
export function field(one, before, { change, add }) {
  const shown = made("div", one.long ? "field long" : "field");
  shown.dataset.key = one.key;
  const label = made("label", one.required ? "label needed" : "label", one.label);
  const input = control(one);
  input.id = `${before}_${one.key}`;
  input.dir = "auto";
  label.htmlFor = input.id;
  const said = made("p", "said");
  said.id = `said_${before === "field" ? "" : `${before}_`}${one.key}`;
  said.dir = "auto";
  input.setAttribute("aria-describedby", said.id);
  if (one.required) input.setAttribute("aria-required", "true");
  shown.append(label, input);
  if (one.parts.length) shown.append(picker(input, one, { add, choose: () => change(input.value, true) }));
  else {
    input.addEventListener("input", () => change(input.value, false));
    input.addEventListener("change", () => change(input.value, true));
  }
  shown.append(said);
  return shown;
}

/** Show what a field holds, in words below, or what is wrong with it. What is being typed stays. */
export function fill(shown, one, { value, said, fault, disabled }) {
  const input = shown.querySelector("input, select, textarea");
  if (document.activeElement !== input && input.value !== value) {
    if (one.choice.length && !["", ...one.choice].includes(value)) input.append(new Option(value, value));
    input.value = value;
  }
  input.disabled = disabled;
  if (fault) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  const told = shown.querySelector(".said");
  const text = fault || said || one.doc;
  if (told.textContent !== text) told.textContent = text;
  told.className = fault ? "said fault" : said ? "said words" : "said";
}
