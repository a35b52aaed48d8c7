// What an editor says of a whole note: that it was checked, what was wrong, that it is withdrawn.

import { act } from "/assets/desk.js";

const $ = (id) => document.getElementById(id);

function show({ checked, status }) {
  $("checked").textContent = checked.length ? checked.join("; ") : "Nobody yet, as it stands";
  $("withdraw").hidden = status === "withdrawn";
}

$("check").addEventListener("click", () => act("check", {}, "Checked"));
for (const [what, told] of [["correct", "Correction added"], ["withdraw", "Withdrawn"]]) {
  $(what).addEventListener("submit", (event) => {
    event.preventDefault();
    act(what, { what: $(`${what}_what`).value, date: $(`${what}_date`).value }, told);
  });
}
document.addEventListener("shown", (event) => show(event.detail));
show(JSON.parse($("state").textContent));
for (const one of document.querySelectorAll("#check, #correct button, #withdraw button")) one.disabled = false;
