// The lists of a note's head as tables: a row for each, of which one at a time is open to be changed in place.

import { button, field, fill, made } from "./form.js";

// At a small width rows are no table to look at, and stay one to be read.
function part(name, role, className, text) {
  const shown = made(name, className, text);
  shown.setAttribute("role", role);
  return shown;
}

/** Make the tables. `edit(at, value, isFinal)`, `order(what, key, row, to)`, `add`, `find(row)` and `line(number)` do what is asked. */
export function tables(place, act) {
  const all = new Map();
  let open = null; // [key of the table, number of the row]
  let state;

  function build(table) {
    const section = made("section", "table");
    const heading = made("h2", "label");
    heading.id = `table_${table.key}`;
    const count = made("span", "count");
    heading.append(`${table.label} `, count);
    const top = made("div", "table-head");
    const add = button(`Add ${/^[aeiou]/.test(table.noun) ? "an" : "a"} ${table.noun}`, () => change("add", table.key, rows(table.key).length));
    top.append(heading, add);
    const shown = part("table", "table", `rows rows-${table.columns.length}`);
    shown.setAttribute("aria-labelledby", heading.id);
    const columns = part("tr", "row");
    for (const name of ["State", ...table.columns, "Its sentence"]) {
      const cell = part("th", "columnheader", "", name);
      columns.append(cell);
    }
    const head = part("thead", "rowgroup");
    head.append(columns);
    const body = part("tbody", "rowgroup");
    shown.append(head, body);
    const none = made("p", "dateline", "None");
    section.append(top, shown, none);
    body.addEventListener("keydown", (event) => walk(event, table.key));
    return { section, count, shown, body, none, add, drawn: [], editor: null };
  }

  const rows = (key) => state.tables.find((one) => one.key === key).rows;
  const faults = (key, number) => state.problems.filter((one) => one.at[0] === key && one.at[1] === number);
  // At its row a fault need not say what kind of row it is.
  const short = (table, one) => (one?.text ?? "").replace(`${table.noun}: `, "");

  function line(key, row, number) {
    const shown = part("tr", "row", "line");
    const first = part("th", "rowheader");
    const opener = button("", () => toggle(key, number), "row-open");
    first.append(opener);
    shown.append(first);
    for (const text of row.cells) {
      const cell = part("td", "cell", "", text || "–");
      cell.dir = "auto";
      shown.append(cell);
    }
    const sentence = part("td", "cell", "sentence");
    const told = made("span", row.sentence ? "" : "missing", row.sentence || "Not found in the text");
    told.dir = "auto";
    sentence.append(told);
    shown.append(sentence);
    shown.addEventListener("click", (event) => { if (!event.target.closest("button")) toggle(key, number); });
    return shown;
  }

  function mark(shown, key, row, number) {
    const wrong = faults(key, number);
    const serious = wrong.filter((one) => one.severity === "error").length;
    // That nobody confirmed what is suggested is told as a problem of its own.
    const name = row.suggested && serious < 2 ? "Suggested" : serious ? "Problem" : wrong.length ? "Warning" : "Confirmed";
    shown.className = `line ${name.toLowerCase()}`;
    const opener = shown.querySelector(".row-open");
    const noun = state.tables.find((one) => one.key === key).noun;
    if (opener.dataset.name !== name || opener.dataset.number !== String(number)) {
      opener.replaceChildren(made("span", "hidden", `${noun} ${number + 1}, `), name);
      Object.assign(opener.dataset, { name, number });
    }
    opener.setAttribute("aria-expanded", String(isOpen(key, number)));
  }

  const isOpen = (key, number) => open?.[0] === key && open[1] === number;

  function draw(table, made_) {
    made_.count.textContent = table.rows.length;
    made_.shown.hidden = !table.rows.length;
    made_.none.hidden = table.rows.length > 0;
    made_.add.disabled = !state.readable;
    const held = made_.drawn;
    table.rows.forEach((row, number) => {
      const wanted = JSON.stringify([row.cells, row.sentence]);
      if (held[number]?.wanted !== wanted) {
        const fresh = line(table.key, row, number);
        if (held[number]) held[number].shown.replaceWith(fresh);
        else made_.body.append(fresh);
        fresh.querySelector(".row-open").tabIndex = held[number]?.shown.querySelector(".row-open").tabIndex ?? (number ? -1 : 0);
        held[number] = { wanted, shown: fresh };
      }
      mark(held[number].shown, table.key, row, number);
    });
    for (const gone of held.splice(table.rows.length)) gone.shown.remove();
    if (held.length && !held.some((one) => one.shown.querySelector(".row-open").tabIndex === 0)) held[0].shown.querySelector(".row-open").tabIndex = 0;
    edited(table, made_);
  }

  /** Show the open row's fields below it; those that are there already stay. */
  function edited(table, made_) {
    const number = open?.[0] === table.key ? open[1] : -1;
    if (number < 0 || number >= table.rows.length) {
      made_.editor?.shown.remove();
      made_.editor = null;
      return;
    }
    if (made_.editor?.number !== number) {
      made_.editor?.shown.remove();
      made_.editor = editor(table, number);
    }
    const below = made_.drawn[number].shown;
    if (below.nextSibling !== made_.editor.shown) below.after(made_.editor.shown);
    const row = table.rows[number];
    const wrong = faults(table.key, number);
    for (const one of table.fields) {
      const fault = short(table, wrong.find((problem) => problem.at[2] === one.key));
      fill(made_.editor.fields.get(one.key), one, { value: row.values[one.key] ?? "", said: row.said[one.key] ?? "", fault, disabled: !state.readable });
    }
    made_.editor.told.replaceChildren(...wrong.filter((one) => !one.at[2]).map((one) => made("li", one.severity === "error" ? "fault" : "", short(table, one))));
    made_.editor.up.disabled = number === 0;
    made_.editor.down.disabled = number === table.rows.length - 1;
    made_.editor.confirm.hidden = !row.suggested;
    made_.editor.where.disabled = row.end <= row.start;
  }

  function editor(table, number) {
    const { key } = table;
    const shown = part("tr", "row", "edit");
    const cell = part("td", "cell");
    cell.colSpan = table.columns.length + 2;
    const group = made("div", "row-edit");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `${table.noun} ${number + 1}`);
    const told = made("ul", "problems");
    told.setAttribute("role", "list");
    const grid = made("div", "fields");
    const fields = new Map();
    for (const one of table.fields) {
      const input = field(one, "cell", { change: (value, isFinal) => act.edit([key, number, one.key], value, isFinal), add: act.add });
      fields.set(one.key, input);
      grid.append(input);
    }
    const buttons = made("p", "row-buttons");
    const where = button("Go to its sentence", () => act.find(rows(key)[number]));
    const up = button("Move up", () => change("move", key, number, number - 1));
    const down = button("Move down", () => change("move", key, number, number + 1));
    const text = button("Go to its line", () => act.line(rows(key)[number].line));
    const below = button(`Add one below`, () => change("add", key, number + 1));
    const drop = button("Remove", () => change("drop", key, number));
    const confirm = button("Confirm", () => { act.edit([key, number, "status"], "", true); confirm.hidden = true; opener(key, number).focus(); });
    const done = button("Done ", () => toggle(key, number), "button first");
    done.append(made("kbd", "", "Esc"));
    buttons.append(done, confirm, where, text, up, down, below, drop);
    group.append(told, grid, buttons);
    group.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); toggle(key, number); }
    });
    cell.append(group);
    shown.append(cell);
    return { shown, number, fields, told, up, down, where, confirm };
  }

  const opener = (key, number) => all.get(key)?.drawn[number]?.shown.querySelector(".row-open");

  function focus(key, number) {
    const wanted = opener(key, number);
    if (!wanted) return all.get(key).add.focus();
    for (const one of all.get(key).drawn) one.shown.querySelector(".row-open").tabIndex = -1;
    wanted.tabIndex = 0;
    wanted.focus();
  }

  function toggle(key, number) {
    const was = isOpen(key, number);
    if (was) document.activeElement?.blur();
    open = was ? null : [key, number];
    show(state);
    focus(key, number);
    if (!was) all.get(key).editor.shown.querySelector("input, select, textarea").focus();
    act.opened(was ? 0 : rows(key)[number].line);
  }

  /** Go from row to row by the arrow keys, and take a row along with Alt. */
  function walk(event, key) {
    if (!event.target.closest(".row-open")) return;
    const number = all.get(key).drawn.findIndex((one) => one.shown.contains(event.target));
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: -number, End: rows(key).length - 1 - number };
    if (event.key === "Delete") { event.preventDefault(); change("drop", key, number); return; }
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows(key).length - 1, number + steps[event.key]));
    if (event.altKey && to !== number) change("move", key, number, to);
    else focus(key, to);
  }

  async function change(what, key, number, to) {
    const within = document.activeElement?.closest(".row-buttons") ? document.activeElement.textContent : "";
    if (!(await act.order(what, key, number, to))) return;
    if (what === "add") { open = null; return toggle(key, number); }
    if (what === "drop") { open = null; show(state); return focus(key, Math.min(number, rows(key).length - 1)); }
    if (isOpen(key, number)) {
      open = [key, to];
      show(state);
      const same = [...all.get(key).editor.shown.querySelectorAll("button:not(:disabled)")];
      (same.find((one) => one.textContent === within) ?? same[0]).focus();
    } else focus(key, to);
  }

  function show(now) {
    state = now;
    for (const table of state.tables) {
      if (!all.has(table.key)) {
        all.set(table.key, build(table));
        place.append(all.get(table.key).section);
      }
      draw(table, all.get(table.key));
    }
  }

  /** Open a row at a field, or at its first. */
  function reveal(key, number, name) {
    if (!rows(key)[number]) return;
    if (!isOpen(key, number)) toggle(key, number);
    const shown = all.get(key).editor.fields.get(name) ?? all.get(key).editor.shown;
    shown.querySelector("input, select, textarea").focus();
    shown.scrollIntoView({ block: "center" });
  }

  return { show, reveal };
}
