// Filters the ledger in place. Without this script the same links lead to a page for each part.
// What is chosen stands in the address and nowhere else, so that a view can be cited.

const filters = document.querySelector("[data-filters]");
const rows = [...document.querySelectorAll("tr[data-by], li[data-by]")];

/** Make a list of choices of one group of links. */
function chooser(group) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  label.textContent = group.dataset.title;
  select.name = group.dataset.name;
  select.append(new Option("all", ""));
  for (const choice of group.querySelectorAll("li")) {
    const text = choice.textContent.trim().replace(/\s+/g, " ");
    select.append(new Option(text.replace(/ (\d+)$/, " ($1)"), choice.dataset.value));
  }
  label.append(select);
  return label;
}

/** Hide the drawings of what is hidden, and the whole chart if none is left. */
function hideDrawings() {
  const chart = document.querySelector(".chart-sheet");
  if (!chart) return;
  for (const panel of chart.querySelectorAll("[data-scope]")) {
    const scopes = panel.dataset.scope.split(" ");
    panel.hidden = scopes.every((scope) => document.getElementById(scope)?.hidden ?? true);
  }
  chart.hidden = !chart.querySelector("[data-scope]:not([hidden])");
}

/** Show what the choices allow for, hide headings with nothing under them, and return the view's address. */
function show(form, status) {
  const wanted = [...new FormData(form)].filter(([, value]) => value);
  for (const row of rows) {
    row.hidden = !wanted.every(([name, value]) => row.dataset[name] === value);
  }
  for (const part of document.querySelectorAll("[data-claims] .ledger tbody, [data-claims] section.figures")) {
    part.hidden = !part.querySelector("[data-by]:not([hidden])");
  }
  hideDrawings();
  document.querySelector("[data-claims]").open ||= wanted.length > 0;
  status.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} claims`;
  const query = new URLSearchParams(wanted).toString();
  return (query ? `?${query}` : location.pathname) + location.hash;
}

/** Take the choices from the address; what is not offered counts as "all", and is dropped from it. */
function readAddress(form, status) {
  const address = new URLSearchParams(location.search);
  for (const select of form.elements) {
    select.value = address.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
  const view = show(form, status);
  if (location.search) history.replaceState(null, "", view);
}

/** Put choices in the place of the links. */
function start() {
  const form = document.createElement("form");
  const status = document.createElement("p");
  form.className = "filters";
  form.setAttribute("aria-label", "Filter the ledger");
  form.append(...[...filters.querySelectorAll("[data-name]")].map(chooser));
  status.className = "dateline";
  status.setAttribute("role", "status");
  filters.replaceWith(form, status);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", () => {
    history.pushState(null, "", show(form, status));
  });
  addEventListener("popstate", () => readAddress(form, status));
  readAddress(form, status);
}

if (filters) start();
