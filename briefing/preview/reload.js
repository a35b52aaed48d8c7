// The preview adds this to each page: it reloads a page that was rebuilt and shows what kept one from being rebuilt.

const built = new URL(import.meta.url).searchParams.get("built");
const box = document.createElement("section");
let stream = null;

box.setAttribute("role", "alert");
box.style.cssText = `
  position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box;
  max-height: 50vh; overflow: auto; padding: 1rem 1.5rem;
  font: 0.9rem/1.5 ui-monospace, monospace; color: #fff; background: #7a1420;
`;

function line(element, text) {
  const made = document.createElement(element);
  made.textContent = text;
  made.style.cssText = "margin: 0; padding: 0; font: inherit; color: inherit; white-space: pre-wrap; overflow-wrap: anywhere";
  return made;
}

function show(problems) {
  box.remove();
  if (problems.length === 0) return;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  box.replaceChildren(line("p", `${count}; below is the last good build`), ...problems.map((text) => line("p", text)));
  document.body.append(box);
}

function listen() {
  stream = new EventSource(`/_briefing/events?page=${encodeURIComponent(location.pathname)}`);
  stream.addEventListener("message", (event) => {
    const state = JSON.parse(event.data);
    if (state.built === built) show(state.problems);
    else location.reload();
  });
}

// A browser allows six open connections to a host: a tab that nobody looks at gives its own back.
function follow() {
  stream?.close();
  if (!document.hidden) listen();
}

document.addEventListener("visibilitychange", follow);
follow();
