// The search page. It finds pages by any name of a thing, by words, phrases and dates, in an index that it
// reads piece by piece; docs/search.md says how. All names are on the page without this script.
// The script is on every page, since "/" leads to the search box of each; only this form brings it to life.

const form = document.querySelector("form[data-index]");
const element = (name) => document.getElementById(`search_${name}`);
const page = {
  tools: element("tools"),
  help: element("help"),
  names: element("names"),
  facets: element("facets"),
  kinds: element("kinds"),
  status: element("status"),
  notes: element("notes"),
  results: element("results"),
  more: element("more"),
  index: element("index"),
};
