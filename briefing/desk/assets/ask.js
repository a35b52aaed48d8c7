// Ask the desk's server; where it gives no answer of its own, say why in its place.

const KEPT = "What you typed stays here.";
const SILENT = `The desk does not answer; start briefing serve again. ${KEPT}`;
const STRANGE = `This page is from an earlier run of briefing serve; open the link that it printed last. ${KEPT}`;

/** The status of an answer and what it tells; 0 and a message where there is none. */
async function asked(address, options) {
  try {
    const answer = await fetch(address, options);
    const told = answer.status === 403 ? { message: STRANGE } : await answer.json();
    return { status: answer.status === 403 ? 0 : answer.status, told };
  } catch {
    return { status: 0, told: { message: SILENT } };
  }
}

export const get = (address) => asked(address, {});

export const post = (what, values) =>
  asked(`/${what}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values) });
