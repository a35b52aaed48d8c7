// A new entry of the registry: a small form with the registry's own fields, checked before it is written.

import { get } from "./ask.js";
import { button, field, fill, made } from "./form.js";

const REST = 150; // milliseconds after a keystroke
const NOUNS = { entities: "a person, group, place or thing", sources: "an outlet or agency", measures: "a measure", units: "a unit" };

/** Ask for what the registry lacks; `ask` sends it, `done` is told its id, `say` why it cannot be asked for. */
export async function enter(part, text, { ask, done, say }) {
  const back = document.activeElement;
  const { status, told: { found, message } } = await get(`/entry?${new URLSearchParams({ parts: part, q: text })}`);
  if (status !== 200) return say(message);
  const dialog = made("dialog", "entry");
  const heading = made("h2", "", `Add ${NOUNS[part]}`);
  heading.id = "entry_heading";
  dialog.setAttribute("aria-labelledby", heading.id);
  const form = made("form");
  form.method = "dialog";
  form.noValidate = true;
  const grid = made("div", "fields");
  const more = made("details", "head");
  const rest = made("div", "fields");
  more.append(made("summary", "", "More"), rest);
  const told = made("ul", "problems");
  told.setAttribute("role", "list");
  told.setAttribute("aria-live", "polite");
  const buttons = made("p", "row-buttons");
  const save = made("button", "button first", "Add to the registry");
  buttons.append(save, button("Cancel", () => dialog.close()));
  form.append(heading, grid, more, told, buttons);
  dialog.append(form);

  const values = Object.fromEntries(found.map((one) => [one.key, one.value]));
  const fields = new Map();
  const touched = new Set();
  let timer = 0;
  let sent = 0;

  function show(problems, all) {
    const left = new Set(problems);
    for (const one of found) {
      const fault = problems.find((text_) => text_.replace(/^[\w-]+: /, "").match(/^[\w.]+/)?.[0] === one.key.split(".").pop());
      if (fault) left.delete(fault);
      fill(fields.get(one.key), one, { value: values[one.key], said: "", fault: all || touched.has(one.key) ? (fault ?? "") : "", disabled: false });
    }
    told.replaceChildren(...[...left].map((text_) => made("li", "fault", text_)));
  }

  async function check(final) {
    clearTimeout(timer);
    const number = ++sent;
    const { status, told: answered } = await ask("enter", { part, values, final });
    if (number !== sent) return;
    const problems = status === 200 ? answered.problems : [answered.message];
    show(problems, final);
    if (final && !problems.length) {
      dialog.close();
      done(values.id);
    } else if (final) form.querySelector("[aria-invalid]")?.focus();
  }

  for (const one of found) {
    const shown = field(one, "entry", {
      change: (value) => {
        values[one.key] = value;
        touched.add(one.key);
        clearTimeout(timer);
        timer = setTimeout(() => check(false), REST);
      },
    });
    fields.set(one.key, shown);
    (one.required && !one.key.includes(".") || one.key === "aliases" || one.key === "description" ? grid : rest).append(shown);
  }
  if (!rest.children.length) more.remove();
  form.addEventListener("submit", (event) => { event.preventDefault(); check(true); });
  dialog.addEventListener("close", () => { clearTimeout(timer); dialog.remove(); back?.focus(); });
  document.body.append(dialog);
  show([], false);
  dialog.showModal();
  [...grid.querySelectorAll("input, select")].find((input) => !input.value)?.focus();
}
