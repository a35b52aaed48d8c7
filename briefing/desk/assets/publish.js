// The page that publishes: corrections that are owed, the commit, what would change at the target.

const $ = (id) => document.getElementById(id);

// One thing at a time; nothing before this script is there.
function work(busy) {
  for (const one of document.querySelectorAll("button")) one.disabled = busy || "idle" in one.dataset;
}

async function ask(what, more, then) {
  work(true);
  $("notice").replaceChildren();
  $("said").textContent = "Working …";
  try {
    const answer = await fetch(`/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(more),
    });
    const { message } = await answer.json();
    $("said").textContent = answer.ok ? message : "";
    if (answer.ok) return then?.();
    const told = document.createElement("p");
    told.textContent = message;
    $("notice").append(told);
  } catch {
    $("said").textContent = "The desk does not answer; start briefing serve again.";
  } finally {
    work(false);
  }
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
