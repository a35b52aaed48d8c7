// The inbox: take in a report, and go to its note; write a lead; say what two reports of one story are.

import { post } from "./ask.js";

const read = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  });

async function ask(kind, posted, told) {
  told.textContent = "Working …";
  const { status, told: { message = "", path } } = await post(kind, posted);
  const isDone = status === 200;
  told.textContent = isDone ? "" : message;
  return isDone && { path };
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

// Buttons work once this script does.
for (const one of document.querySelectorAll("#intake button, form[data-kind] button")) one.disabled = false;
