// The inbox: take in a report, and go to its note; write a lead; say what two reports of one story are.

const read = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  });

async function ask(kind, posted, told) {
  told.textContent = "Working …";
  try {
    const answer = await fetch(`/${kind}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(posted),
    });
    const { message = "", path } = await answer.json();
    told.textContent = answer.ok ? "" : message;
    return answer.ok && { path };
  } catch {
    told.textContent = "The desk does not answer; start briefing serve again. What you typed stays here.";
    return false;
  }
}

document.getElementById("intake")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = document.getElementById("file").files;
  const text = document.getElementById("text").value;
  const done = await ask("intake", { text, file: file ? await read(file) : "" }, document.getElementById("told"));
  if (done) location.href = `/note?path=${encodeURIComponent(done.path)}`;
});

for (const form of document.querySelectorAll("form[data-kind]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const posted = Object.fromEntries(new FormData(form, event.submitter));
    if (await ask(form.dataset.kind, posted, document.getElementById("told"))) location.href = form.dataset.then;
  });
}
