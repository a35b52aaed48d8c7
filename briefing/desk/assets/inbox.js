// The inbox: take in a report, and go to its note.

const read = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.replace(/^[^,]*,/, ""));
    reader.readAsDataURL(file);
  });

document.getElementById("intake").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = document.getElementById("told");
  const [file] = document.getElementById("file").files;
  const text = document.getElementById("text").value;
  told.textContent = "Reading …";
  const answer = await fetch("/intake", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text, file: file ? await read(file) : "" }),
  });
  const { message, path } = await answer.json();
  if (path) location.href = `/note?path=${encodeURIComponent(path)}`;
  else told.textContent = message;
});
