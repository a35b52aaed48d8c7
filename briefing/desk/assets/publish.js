// The page that publishes: corrections that are owed, the commit, what would change at the target.

import { post } from "./ask.js";

const $ = (id) => document.getElementById(id);

// One thing at a time; nothing before this script is there.
function work(busy) {
  for (const one of document.querySelectorAll("button")) one.disabled = busy || "idle" in one.dataset;
}

async function ask(what, more, then) {
  work(true);
  $("notice").replaceChildren();
  $("said").textContent = "Working …";
  const { status, told: { message } } = await post(what, more);
  const isDone = status === 200;
  $("said").textContent = isDone ? message : "";
  work(false);
  if (isDone) return then?.();
  const told = document.createElement("p");
  told.textContent = message;
  $("notice").append(told);
}

for (const form of document.querySelectorAll("form.told-form")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { path } = form.dataset;
    ask(path ? "corrected" : "commit", { path, ...Object.fromEntries(new FormData(form)) }, () => location.reload());
  });
}
for (const what of ["try", "publish"]) $(what)?.addEventListener("click", () => ask(what, {}));
work(false);
