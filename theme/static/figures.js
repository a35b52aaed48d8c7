// Filters the ledger in place. Without this module the same links lead to a page for each part.
// What is chosen stands in the address, so that a view can be cited, and in nothing else.

const filters = document.querySelector("[data-filters]");
const rows = [...document.querySelectorAll("tr[data-by], li[data-by]")];

/** Make a list of choices of one group of links. */
function chooser(group) {
  const label = document.createElement("label");
  label.textContent = group.dataset.title;
  const select = document.createElement("select");
  select.name = group.dataset.name;
  select.append(new Option("all", ""));
  for (const choice of group.querySelectorAll("li")) {
    select.append(new Option(choice.textContent.trim(), choice.dataset.value));
  }
  label.append(select);
  return label;
}

/** Show what the choices allow for, and hide headings with nothing under them. */
function show(form, status) {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !wanted.every(([name, value]) => row.dataset[name] === value);
    shown += row.hidden ? 0 : 1;
  }
  for (const part of document.querySelectorAll(".ledger tbody, section.figures")) {
    part.hidden = !part.querySelector("[data-by]:not([hidden])");
  }
  status.textContent = `${shown} of ${rows.length} claims`;
  return wanted;
}

/** Take the choices from the address. */
function read(form) {
  const address = new URLSearchParams(location.search);
  for (const select of form.elements) {
    const value = address.get(select.name) ?? "";
    select.value = [...select.options].some((option) => option.value === value) ? value : "";
  }
}

if (filters) {
  const form = document.createElement("form");
  form.className = "filters";
  form.setAttribute("aria-label", "Filter the ledger");
  form.append(...[...filters.querySelectorAll("[data-name]")].map(chooser));
  const status = document.createElement("p");
  status.className = "dateline";
  status.setAttribute("role", "status");
  filters.replaceWith(form, status);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    const query = new URLSearchParams(show(form, status)).toString();
    history.pushState(null, "", query ? `?${query}` : location.pathname);
  });
  addEventListener("popstate", () => {
    read(form);
    show(form, status);
  });
  read(form);
  show(form, status);
}
