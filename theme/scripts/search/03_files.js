// The files of the index, read as they are needed. Each is a script that calls briefing(): a page from a
// folder on disk may load scripts, but not fetch().

// The form of the index that this script reads. A file states it together with the number of bits that its
// documents' numbers have, as 100 times the form and the bits: files of two builds are never mixed.
const INDEX_FORM = 3;
const FORM_UNIT = 100;

const payloads = new Map();
const loads = new Map();
// What was asked for and could not be read since the last query.
const unread = new Set();
// The file that is read first, once it is here.
let root;
let requests = 0;

window.briefing = (name, fileForm, length, payload) => {
  const readable = root ? fileForm === root.form : Math.floor(fileForm / FORM_UNIT) === INDEX_FORM;
  if (readable && payload.length === length) payloads.set(name, JSON.parse(payload));
};

/** Read a file; undefined if it is missing or damaged, and then the next call asks for it again. */
function load(name) {
  if (!loads.has(name)) loads.set(name, request(name));
  return loads.get(name);
}

function request(name) {
  requests++;
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${form.dataset.index}${name}.js?v=${root?.version ?? ""}`;
    script.onload = script.onerror = () => {
      script.remove();
      if (!payloads.has(name)) {
        unread.add(name);
        loads.delete(name);
      }
      resolve(payloads.get(name));
    };
    document.head.append(script);
  });
}
