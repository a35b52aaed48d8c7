// Finds pages by any name of a thing, by words, phrases and dates, in an index that is fetched piece by piece.
// The pieces are scripts that call briefing(); so it works from a folder on disk too, where fetching is refused.
// What is in them, briefing/site/search/ says. On pages without a search form it only lets "/" lead to the box.
"use strict";

(() => {
  const SIGNS = Array.from({ length: 92 }, (_, at) => String.fromCharCode(at + 35)).join("").replace("\\", "!");
  const HALF = 46;
  const FORM = 1;
  const STEPS = 6;
  const LONGEST_TERM = 40;
  const NEXT = 1058;
  const AFTER = 8;
  const SHARED_BITS = 3;
  const ENDINGS = 32;
  const KEY = 4;
  const K1 = 1.2;
  const B = 0.5;
  const KINDS = ["note", "briefing", "person", "group", "place"];
  const KIND_NAMES = ["Note", "Briefing", "Person", "Group", "Place"];
  const [HEADLINE, NAME, SUMMARY, TEXT, EVENT, CLAIM] = [0, 1, 2, 3, 4, 5];
  const FACETS = [
    ["source", "Outlets"], ["agency", "Agencies"], ["month", "Months"], ["place", "Places"],
    ["group", "Groups"], ["person", "People"], ["tag", "Tags"],
  ];
  const LISTED = new Set(["place", "group", "person", "tag"]);
  const VALUES_SHOWN = 12;
  const REQUESTS = 8;
  const PER_BATCH = 10;
  const LONGEST_QUERY = 300;
  const MOST_WORDS = 20;
  const MONTHS = "january february march april may june july august september october november december".split(" ");

  // Files of the index

  const arrived = new Map();
  const files = new Map();
  const damaged = new Set();
  let base = "";
  let root = null;
  let requests = 0;

  const TABLE = Uint32Array.from({ length: 256 }, (_, at) => {
    let value = at;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  function crc(bytes) {
    let value = ~0;
    for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
    return ~value >>> 0;
  }

  const crcOf = (text) => crc(new TextEncoder().encode(text));

  function crcOfUnits(text) {
    const bytes = new Uint8Array(text.length * 2);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      bytes[2 * at] = unit & 255;
      bytes[2 * at + 1] = unit >> 8;
    }
    return crc(bytes);
  }

  window.briefing = (name, form, check, payload) => {
    const known = root ? form === root.form : Math.floor(form / 100) === FORM;
    if (!known || crcOfUnits(payload) !== check) return;
    const value = JSON.parse(payload);
    if (name === "root") value.form = form;
    arrived.set(name, value);
  };

  // What a file holds, or null where it is missing or damaged; such a file is asked for again by the next query.
  function load(name) {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = `${base}${name}.js${root ? `?v=${root.version}` : ""}`;
        script.onload = script.onerror = () => {
          script.remove();
          const value = arrived.get(name) ?? null;
          arrived.delete(name);
          if (value === null) {
            damaged.add(name);
            files.delete(name);
          } else damaged.delete(name);
          resolve(value);
        };
        requests++;
        document.head.append(script);
      }));
    }
    return files.get(name);
  }

  function numbers(text) {
    const found = [];
    for (let at = 0, value = 0, unit = 1; at < text.length; at++) {
      const sign = text.charCodeAt(at);
      const digit = sign === 33 ? 57 : sign - 35;
      value += (digit % HALF) * unit;
      unit *= HALF;
      if (digit < HALF) {
        found.push(value);
        value = 0;
        unit = 1;
      }
    }
    return found;
  }

  function rising(text) {
    let last = -1;
    return numbers(text).map((gap) => (last += gap + 1));
  }

  // Folding: the same as briefing/text/folding.py; tests run one table of cases through both

  const folds = new Map();
  let letters = {};
  let apostrophes = "'";

  function foldCharacter(character) {
    if (character === "\0" || apostrophes.includes(character) || /\p{Cf}/u.test(character)) return "";
    const whole = character.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD");
    let kept = "";
    for (const letter of whole.replace(/\p{M}/gu, "")) {
      kept += letters[letter] ?? (/[\p{L}\p{N}]/u.test(letter) ? letter : " ");
    }
    return kept;
  }

  function fold(text) {
    let folded = "";
    for (const character of text) {
      let known = folds.get(character);
      if (known === undefined) folds.set(character, (known = foldCharacter(character)));
      folded += known;
    }
    return folded.split(" ").filter(Boolean).join(" ");
  }

  const words = (text) => fold(text.replace(/['’‘ʼ`´][sS](?![\p{L}\p{N}_])/gu, "")).split(" ").filter(Boolean);

  // A text's words with their places; a piece such as "½" may hold several words.
  function pieces(text) {
    const found = [];
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}'’‘ʼʻʽʾʿʹ′`´＇]+/gu)) {
      for (const word of words(match[0])) {
        found.push({ word, raw: match[0], start: match.index, end: match.index + match[0].length });
      }
    }
    return found;
  }

  // The root: documents, names, sources

  let documents = null;
  let names = new Map();
  let entities = new Map();
  let stop = new Set();
  let nameWords = new Set();

  function prepare(told) {
    root = told;
    letters = told.letters;
    apostrophes = told.apostrophes;
    stop = new Set(told.stop);
    prepareTable(told);
    for (const [id, kind, label, free, exact] of told.names) {
      const entity = { id, kind, label, also: [...free, ...exact] };
      entities.set(id, entity);
      const exactly = new Set(exact.map(fold));
      for (const text of [label, ...free]) if (!exactly.has(fold(text))) addName(text, entity, false);
      for (const text of exact) addName(text, entity, true);
    }
    for (const some of names.values()) some.sort((one, other) => other.words.length - one.words.length || other.exact - one.exact);
  }

  function addName(text, entity, exact) {
    const found = pieces(text);
    if (!found.length) return;
    const name = { words: found.map((one) => one.word), raw: found.map((one) => one.raw), entity, exact, text };
    if (!names.has(name.words[0])) names.set(name.words[0], []);
    names.get(name.words[0]).push(name);
    if (!exact) for (const word of name.words) if (!stop.has(word)) nameWords.add(word);
  }

  function prepareTable(told) {
    const flags = numbers(told.kinds);
    const starts = numbers(told.starts);
    const spans = numbers(told.spans);
    const lengths = numbers(told.lengths);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    const numbered = rising(told.numbers);
    const first = Date.parse(told.base) / 864e5;
    documents = {
      count: numbered.length,
      numbers: numbered,
      rows: new Map(numbered.map((number, row) => [number, row])),
      kinds: flags.map((flag) => flag >> 2),
      inferred: flags.map((flag) => flag & 1),
      starts: starts.map((start, row) => (flags[row] & 2 ? null : first + start)),
      ends: starts.map((start, row) => (flags[row] & 2 ? null : first + start + spans[row])),
      norms: lengths.map((length) => 1 - B + B * 2 ** ((length - mean) / 2)),
      sources: numbers(told.outlets).map((at) => (at ? told.sources[at - 1][0] : "")),
      agencies: numbers(told.agencies).map((at) => (at ? told.sources[at - 1][0] : "")),
    };
  }

  const dayText = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
  const monthOf = (day) => dayText(day).slice(0, 7);
  const isEntity = (row) => documents.kinds[row] > 1;

  // Terms and links

  const lines = new Map();
  const chains = new Map();

  const fileName = (low) => [...low].map((one) => (/[a-zA-Z0-9]/.test(one) ? one : `_${one.codePointAt(0).toString(16)}`)).join("");

  function rangeOf(term) {
    const key = [...term].slice(0, KEY).join("");
    let [low, high] = [0, root.lows.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (root.lows[middle] <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function ranges(from, to) {
    const asked = [];
    for (let at = from; at <= to; at++) asked.push(load(`t-${fileName(root.lows[at])}`).then((told) => told && keep(at, told)));
    return (await Promise.all(asked)).every(Boolean);
  }

  const kept = new Map();

  function keep(at, told) {
    if (!kept.has(at)) {
      const terms = [];
      for (let place = 0; place < told.length; place += 3) {
        terms.push(told[place]);
        lines.set(told[place], { gaps: told[place + 1], weights: told[place + 2] });
      }
      kept.set(at, terms);
    }
    return true;
  }

  function lineOf(term) {
    const line = lines.get(term);
    if (line && !line.rows) {
      line.rows = [];
      line.values = [];
      rising(line.gaps).forEach((number, at) => {
        const row = documents.rows.get(number);
        if (row === undefined) return;
        line.rows.push(row);
        line.values.push(2 ** (SIGNS.indexOf(line.weights[at]) / STEPS) - 1);
      });
    }
    return line;
  }

  async function linksOf(term) {
    if (!chains.has(term)) {
      const told = await load(`l-${fileName(root.lows[rangeOf(term)])}`);
      if (!told) return null;
      const at = told.indexOf(term);
      const numbered = rising(lines.get(term).gaps);
      const found = new Map();
      if (at >= 0) {
        told[at + 1].split(" ").forEach((text, place) => {
          const links = new Set();
          for (let sign = 0; sign < text.length; sign += 2) {
            links.add(SIGNS.indexOf(text[sign]) * 92 + SIGNS.indexOf(text[sign + 1]));
          }
          found.set(documents.rows.get(numbered[place]), links);
        });
      }
      chains.set(term, found);
    }
    return chains.get(term);
  }

  // Reading a query

  const squeeze = (word) => word.slice(0, LONGEST_TERM);

  // Splits a query into phrases, excluded parts and runs of words; notes are lines for the reader.
  function read(text) {
    const query = { runs: [], notes: [] };
    let plain = [];
    const close = () => {
      if (plain.length) query.runs.push({ pieces: plain });
      plain = [];
    };
    let count = 0;
    for (const [, minus, phrase, word] of text.slice(0, LONGEST_QUERY).replace(/[“”„«»]/g, '"').matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
      const found = pieces(phrase ?? word).slice(0, Math.max(0, MOST_WORDS - count));
      count += found.length;
      if (!found.length) continue;
      if (phrase === undefined && !minus) plain.push(...found);
      else {
        close();
        query.runs.push({ pieces: found, not: Boolean(minus), phrase: phrase !== undefined });
      }
    }
    close();
    if (text.length > LONGEST_QUERY || count >= MOST_WORDS) query.notes.push(`Only the first ${MOST_WORDS} words of a long query are searched for.`);
    query.open = /[^\s"]$/u.test(text);
    return query;
  }

  function nameAt(run, at, exactly) {
    for (const name of names.get(run[at].word) ?? []) {
      const end = at + name.words.length;
      if (end > run.length) continue;
      const fits = name.words.every((word, place) => run[at + place].word === word && (!name.exact || run[at + place].raw === name.raw[place]));
      if (fits && (!exactly || name)) return name;
    }
    return null;
  }

  function dateAt(run, at) {
    const word = (offset) => run[at + offset]?.word ?? "";
    const month = (text) => (text.length >= 3 ? MONTHS.findIndex((one) => one.startsWith(text)) + 1 : 0);
    const year = (text) => (/^(?:1|2)\d{3}$/.test(text) ? text : "");
    const day = (text) => (/^\d{1,2}$/.test(text) && text >= 1 && text <= 31 ? text.padStart(2, "0") : "");
    const two = (number) => String(number).padStart(2, "0");
    const forms = [
      [3, year(word(0)), /^\d\d$/.test(word(1)) ? word(1) : "", day(word(2))],
      [3, year(word(2)), month(word(1)) && two(month(word(1))), day(word(0))],
      [3, year(word(2)), month(word(0)) && two(month(word(0))), day(word(1))],
      [2, year(word(1)), month(word(0)) && two(month(word(0))), "-"],
      [2, year(word(0)), /^(?:0[1-9]|1[0-2])$/.test(word(1)) ? word(1) : "", "-"],
    ];
    for (const [length, years, months, days] of forms) {
      if (years && months && days) return { length, term: `#${years}${months}${days === "-" ? "" : days}`, day: days !== "-" };
    }
    return null;
  }

  // Parts a run into what is looked for: names, dates, words.
  function parts(run, state, last) {
    const found = [];
    for (let at = 0; at < run.length; ) {
      const name = nameAt(run, at);
      const date = !name && !state.exact && dateAt(run, at);
      const begun = !name && !date && last && at < run.length - 1 && begins(run.slice(at));
      if (name) {
        found.push({ name, pieces: run.slice(at, (at += name.words.length)) });
      } else if (date) {
        found.push({ date, pieces: run.slice(at, (at += date.length)) });
      } else if (begun && begun.length && !state.exact) {
        found.push({ begun, pieces: run.slice(at) });
        at = run.length;
      } else {
        found.push({ word: squeeze(run[at].word), pieces: [run[at]], last: last && at === run.length - 1 });
        at++;
      }
    }
    return found;
  }

  // The entities of which a name begins with these words, the last of them perhaps not yet complete.
  function begins(run) {
    const typed = run.map((one) => one.word);
    const found = new Set();
    const firsts = typed.length > 1 ? [names.get(typed[0]) ?? []] : names.values();
    for (const some of firsts) {
      for (const name of some) {
        if (name.exact || name.words.length < typed.length) continue;
        if (typed.every((word, at) => (at < typed.length - 1 ? name.words[at] === word : name.words[at].startsWith(word)))) found.add(name.entity);
      }
    }
    return [...found].slice(0, 4);
  }

  function stem(word) {
    if (word.length < 5) return word;
    const cut = word.replace(/(?:ies|ied)$/, "y").replace(/(?:ing|ed|es|s)$/, "");
    return cut.length < 3 ? word : cut.replace(/e$/, "").replace(/([b-df-hj-np-tv-z])\1$/, "$1");
  }

  // Edit distance with neighbours swapped counting as one (optimal string alignment), cut off above a limit.
  function distance(one, other, limit) {
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let row = 1; row <= one.length; row++) {
      const next = [row];
      let least = row;
      for (let at = 1; at <= other.length; at++) {
        const same = one[row - 1] === other[at - 1];
        let cost = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
        if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) cost = Math.min(cost, before[at - 2] + 1);
        next.push(cost);
        if (cost < least) least = cost;
      }
      if (least > limit) return limit + 1;
      [before, last] = [last, next];
    }
    return last[other.length];
  }

  const allowance = (word) => (/\d/.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2);

  // All words of the index in a list, each with how common it is.
  const listed = new Map();

  async function list(name) {
    if (!listed.has(name)) {
      const told = await load(name);
      if (!told) return [];
      listed.set(name, [...told.matchAll(/(\D+)(\d)/g)].map(([, word, common]) => [word, Number(common)]));
    }
    return listed.get(name);
  }

  async function nearWords(word, limit) {
    const asked = ["w"];
    if (root.lists.length) {
      const first = fileName([...word][0]);
      asked.pop();
      if (root.lists.includes(first)) asked.push(`w-${first}`);
      asked.push(`v-${crcOf(word.slice(-2)) % ENDINGS}`);
    }
    const found = new Map();
    const consider = (other, common) => {
      const far = distance(word, other, limit);
      if (far <= limit) found.set(other, { word: other, far, common });
    };
    for (const other of nameWords) consider(other, 9);
    // A name one slip away needs no list.
    if (![...found.values()].some((one) => one.far === 1)) {
      for (const some of await Promise.all(asked.map(list))) for (const [other, common] of some) if (!found.has(other)) consider(other, common);
    }
    return [...found.values()].sort((one, other) => one.far - other.far || (other.word[0] === word[0]) - (one.word[0] === word[0]) || other.common - one.common || (one.word < other.word ? -1 : 1));
  }

  // The terms that a word may stand for, with weights; null where no page has any of them.
  async function variants(part, state) {
    const { word } = part;
    const root_ = state.exact ? word : stem(word);
    const here = rangeOf(word);
    let [from, to] = [here, here];
    if (!state.exact) {
      const most = word.length > 3 ? 2 : 1;
      while (to - here < most && root.lows[to + 1]?.startsWith(root_.slice(0, KEY))) to++;
    }
    part.whole = await ranges(from, to);
    if (state.exact) return lines.has(word) ? [[word, 1]] : null;
    const found = lines.has(word) ? [[word, 1]] : [];
    const longer = [];
    for (let at = from; at <= to; at++) {
      for (const term of kept.get(at) ?? []) {
        if (term === word || /^[@=#]/.test(term)) continue;
        if (stem(term) === root_) found.push([term, 0.85]);
        else if (term.startsWith(word) && word.length > 1) longer.push(term);
      }
    }
    if (part.last || !found.length) {
      longer.sort((one, other) => lines.get(other).weights.length - lines.get(one).weights.length);
      for (const term of longer.slice(0, 24)) found.push([term, 0.5 + 0.3 * (word.length / term.length)]);
      if (part.last && word.length > 2) part.begun = begins(part.pieces);
    }
    return found.length || part.begun?.length ? found : null;
  }

  // Mends the words of a run that no page has, then parts it again: a mended word may be a name.
  async function mended(run, state, last, query) {
    let found = parts(run, state, last);
    if (state.exact) return found;
    let changed = false;
    for (const part of found) {
      if (!part.word || stop.has(part.word)) continue;
      part.terms = await variants(part, state);
      if (part.terms || !part.whole) continue;
      const limit = allowance(part.word);
      if (!limit) continue;
      const near = await nearWords(part.word, limit);
      if (!near.length) {
        const wider = await nearWords(part.word, limit + 1);
        if (wider.length) query.hint.push([part.pieces[0].raw, wider[0].word]);
        continue;
      }
      query.mended.push([part.pieces[0].raw, near[0].word]);
      part.pieces[0].near = near.filter((one) => one.far === near[0].far).slice(0, 5).map((one) => one.word);
      part.pieces[0].word = near[0].word;
      changed = true;
    }
    if (changed) found = parts(run, state, last);
    return found;
  }

  // What is looked for

  // A slot holds one thing looked for: terms of which a page must have one, and how hits look in a text.
  async function slotsOf(run, state, query, last) {
    const slots = [];
    if (run.phrase) return [await phraseSlot(run)];
    for (const part of await mended(run.pieces, state, last && !run.not, query)) {
      if (part.name) slots.push(await nameSlot(part, state));
      else if (part.date) {
        slots.push({ terms: [[part.date.term, 1]], hits: [], date: part.date });
      } else if (part.begun && !part.word) {
        slots.push({ terms: part.begun.map((entity) => [`@${entity.id}`, 1]), hits: hitsOf(part.begun), begun: part.begun });
      } else if (stop.has(part.word)) {
        query.common.push(part.pieces[0].raw);
      } else slots.push(await wordSlot(part, state, query));
    }
    return slots;
  }

  const hitsOf = (some) => some.flatMap((entity) => [...names.values()].flat().filter((name) => name.entity === entity));

  async function nameSlot(part, state) {
    const { name } = part;
    const term = state.exact ? squeeze(`=${name.words.join(" ")}`) : `@${name.entity.id}`;
    return {
      terms: [[term, 1]],
      hits: state.exact ? [name] : hitsOf([name.entity]),
      name,
      said: part.pieces.map((one) => one.raw).join(" "),
    };
  }

  async function wordSlot(part, state, query) {
    const terms = part.terms ?? (await variants(part, state)) ?? [];
    for (const near of part.pieces[0].near ?? []) {
      if (near === part.word) continue;
      await ranges(rangeOf(near), rangeOf(near));
      terms.push([near, 0.6]);
    }
    if (!terms.length && !part.begun?.length && part.whole) query.missing.push(part.pieces[0].raw);
    const begun = part.begun ?? [];
    return {
      terms: [...terms, ...begun.map((entity) => [`@${entity.id}`, 0.8])],
      hits: [...terms.map(([word]) => ({ words: [word] })), ...hitsOf(begun)],
    };
  }

  // What follows a word in a phrase: common words up to the next other word, as the index has it.
  async function phraseSlot(run) {
    const all = run.pieces.map((one) => squeeze(one.word));
    const content = [];
    all.forEach((word, at) => {
      if (!stop.has(word)) content.push(at);
    });
    return { phrase: content.map((at) => all[at]), ahead: content.slice(1).map((at, place) => all.slice(content[place] + 1, at + 1).join(" ")), terms: [], hits: [{ words: all }], verify: all };
  }

  // Scores by row

  async function scored(slot) {
    if (slot.phrase) return scoredPhrase(slot);
    const found = new Float32Array(documents.count);
    const missing = new Set(slot.terms.filter(([term]) => !lines.has(term)).map(([term]) => rangeOf(term)));
    await Promise.all([...missing].map((at) => ranges(at, at)));
    for (const [term, weight] of slot.terms) {
      const line = lineOf(term);
      if (!line) continue;
      line.rows.forEach((row, at) => {
        const value = (weight * line.values[at] * (K1 + 1)) / (line.values[at] + K1 * documents.norms[row]);
        if (value > found[row]) found[row] = value;
      });
    }
    return found;
  }

  async function scoredPhrase(slot) {
    const found = new Float32Array(documents.count);
    const needed = [...new Set(slot.phrase.map(rangeOf))];
    await Promise.all(needed.map((at) => ranges(at, at)));
    const some = slot.phrase.map(lineOf);
    if (!some.length || some.some((line) => !line)) return found;
    const counts = new Uint8Array(documents.count);
    for (const line of some) {
      line.rows.forEach((row, at) => {
        counts[row]++;
        found[row] += line.values[at] / (line.values[at] + K1);
      });
    }
    const rows = some[0].rows.filter((row) => counts[row] >= some.length);
    const chained = await Promise.all(slot.ahead.map((_, at) => linksOf(slot.phrase[at])));
    const holds = new Set(rows.filter((row) => chained.every((links, at) => !links || linked(links.get(row), slot.ahead, at))));
    return found.map((value, row) => (holds.has(row) ? value : 0));
  }

  function linked(links, ahead, at) {
    const next = crcOf(ahead[at]) % NEXT;
    if (at + 1 < ahead.length) return links?.has(next * AFTER + (crcOf(ahead[at + 1]) % AFTER));
    for (let after = 0; after < AFTER; after++) if (links?.has(next * AFTER + after)) return true;
    return false;
  }

  // All that a query finds, best first, before it is narrowed.
  async function find(state) {
    const query = { ...read(state.q), mended: [], hint: [], common: [], missing: [], slots: [] };
    const wanted = [];
    const unwanted = [];
    for (const [at, run] of query.runs.entries()) {
      const slots = await slotsOf(run, state, query, at === query.runs.length - 1 && query.open);
      (run.not ? unwanted : wanted).push(...slots);
    }
    query.slots = wanted.filter((slot) => slot.terms.length || slot.phrase?.length || slot.verify === undefined);
    const total = new Float32Array(documents.count);
    const matched = new Uint8Array(documents.count);
    for (const [scores] of await Promise.all(query.slots.map(async (slot) => [await scored(slot)]))) {
      let holding = 0;
      for (const score of scores) if (score) holding++;
      const idf = Math.log(1 + (documents.count - holding + 0.5) / (holding + 0.5));
      scores.forEach((score, row) => {
        if (!score) return;
        total[row] += score * (idf + 0.1);
        matched[row]++;
      });
    }
    const barred = new Uint8Array(documents.count);
    for (const slot of unwanted) (await scored(slot)).forEach((score, row) => score && (barred[row] = 1));
    ahead(query.slots, total);
    let most = 0;
    matched.forEach((count, row) => (most = barred[row] ? most : Math.max(most, count)));
    query.some = most < query.slots.length;
    const all = !query.slots.length;
    query.rows = [];
    for (let row = 0; row < documents.count; row++) {
      if (!barred[row] && (all ? !state.q.trim() || unwanted.length : most && matched[row] === most)) query.rows.push(row);
    }
    query.total = total;
    return query;
  }

  // A thing's own page comes first where its name is the whole query, and a day's where its date is.
  function ahead(slots, total) {
    if (slots.length !== 1) return;
    const [slot] = slots;
    const own = slot.name ? [slot.name.entity] : slot.begun ?? [];
    for (let row = 0; row < documents.count; row++) {
      if (!total[row]) continue;
      if (slot.date?.day && documents.kinds[row] === 1 && dayText(documents.starts[row]).replaceAll("-", "") === slot.date.term.slice(1)) total[row] += 1000;
      if (own.length && isEntity(row)) total[row] += own.some((entity) => line0(`@${entity.id}`, row)) ? 1000 : 0;
    }
  }

  // The page of an entity is the one entity's page that has its name as title: the heaviest of its line.
  function line0(term, row) {
    const line = lineOf(term);
    if (!line) return false;
    line.own ??= line.rows.reduce((best, one, at) => (isEntity(one) && (best < 0 || line.values[at] > line.values[best]) ? at : best), -1);
    return line.own >= 0 && line.rows[line.own] === row;
  }

  // Narrowing

  const columns = new Map();

  // For each row the values it has, of places, groups, people or tags.
  async function column(kind) {
    if (!columns.has(kind)) {
      const told = await load(`f-${kind}`);
      if (!told) return null;
      const [values, text] = told;
      const flat = numbers(text);
      const held = [];
      for (let at = 0; at < flat.length; ) {
        const count = flat[at++];
        let last = -1;
        held.push(flat.slice(at, at + count).map((gap) => values[(last += gap + 1)][0]));
        at += count;
      }
      columns.set(kind, { held, labels: new Map(values) });
    }
    return columns.get(kind);
  }

  function valuesOf(kind, row) {
    if (kind === "source") return [documents.sources[row]].filter(Boolean);
    if (kind === "agency") return [documents.agencies[row]].filter(Boolean);
    if (kind === "month") {
      if (documents.starts[row] === null || isEntity(row)) return [];
      return [...new Set([monthOf(documents.starts[row]), monthOf(documents.ends[row])])];
    }
    return columns.get(kind)?.held[row] ?? [];
  }

  function labelOf(kind, value) {
    if (kind === "month") return new Date(`${value}-01`).toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
    if (kind === "source" || kind === "agency") return root.sources.find(([id]) => id === value)?.[1] ?? value;
    return columns.get(kind)?.labels.get(value) ?? value;
  }

  // A date, a month or a year as its first or last day; null where it is none.
  function dayOf(text, last) {
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
    if (!match) return null;
    const [year, month, day] = [Number(match[1]), Number(match[2] ?? (last ? 12 : 1)), Number(match[3] ?? 0)];
    return Date.UTC(year, day || !last ? month - 1 : month, day || (last ? 0 : 1)) / 864e5;
  }

  // Keeps what passes all filters, and counts values as if their own kind were not narrowed.
  async function narrow(rows, state) {
    const active = FACETS.map(([kind]) => kind).filter((kind) => state[kind].length);
    await Promise.all([...new Set([...active, ...open])].filter((kind) => LISTED.has(kind)).map(column));
    const [from, to] = [dayOf(state.from, false), dayOf(state.to, true)];
    const counts = new Map(FACETS.map(([kind]) => [kind, new Map()]));
    const passed = [];
    for (const row of rows) {
      if (documents.starts[row] !== null && ((from !== null && documents.ends[row] < from) || (to !== null && documents.starts[row] > to))) continue;
      const failing = active.filter((kind) => !valuesOf(kind, row).some((value) => state[kind].includes(value)));
      if (!failing.length) passed.push(row);
      if (failing.length > 1) continue;
      for (const kind of failing.length ? failing : counts.keys()) {
        for (const value of valuesOf(kind, row)) counts.get(kind).set(value, (counts.get(kind).get(value) ?? 0) + 1);
      }
    }
    return { passed, counts };
  }

  function order(rows, total, sort) {
    const date = (row) => documents.ends[row];
    const undated = (row) => (documents.starts[row] === null || isEntity(row) ? 1 : 0);
    const byDate = (one, other) => undated(one) - undated(other) || (sort === "oldest" ? documents.starts[one] - documents.starts[other] : date(other) - date(one));
    const byScore = (one, other) => total[other] - total[one];
    return rows.sort(sort === "newest" || sort === "oldest" ? (one, other) => byDate(one, other) || byScore(one, other) || one - other : (one, other) => byScore(one, other) || byDate(one, other) || one - other);
  }

  // Showing

  function element(name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
    made.append(...content.filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  }

  const page = {};
  let open = new Set();
  let way = "./";

  const address = (href) => {
    const [path, anchor] = href.split("#");
    const file = location.protocol === "file:" && (path === "" || path.endsWith("/")) ? `${path}index.html` : path;
    return `${way}${file}${anchor ? `#${anchor}` : ""}`;
  };

  // Where the slots' hits are in a text: [start, end, slot], in order.
  function hitsIn(text, slots) {
    const found = [];
    const all = pieces(text);
    all.forEach((piece, at) => {
      slots.forEach((slot, number) => {
        for (const hit of slot.index.get(piece.word) ?? []) {
          const fits = hit.words.every((word, place) => {
            const here = all[at + place];
            return here && squeeze(here.word) === word && (!hit.exact || here.raw.replace(/['’][sS]$/, "") === hit.raw[place]);
          });
          if (fits) found.push([piece.start, all[at + hit.words.length - 1].end, number]);
        }
      });
    });
    return found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  }

  function prepareHits(slots) {
    for (const slot of slots) {
      slot.index = new Map();
      for (const hit of slot.hits) {
        const first = hit.words[0];
        if (!slot.index.has(first)) slot.index.set(first, []);
        slot.index.get(first).push(hit);
      }
    }
  }

  function marked(text, hits, from = 0, to = text.length) {
    const content = [];
    let at = from;
    for (const [start, end] of hits) {
      if (start < at || end > to) continue;
      content.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
      at = end;
    }
    content.push(text.slice(at, to));
    return content;
  }

  // The stretch of a text that shows most of what was looked for, with its hits marked.
  function snippet(text, hits, length = 240) {
    let best = [0, 0];
    hits.forEach(([start], at) => {
      const seen = new Set(hits.slice(at).filter(([, end]) => end <= start + length - 40).map((hit) => hit[2]));
      if (seen.size > best[1]) best = [start, seen.size];
    });
    let from = best[0] < 60 ? 0 : best[0] - 60;
    if (from) from = text.indexOf(" ", from) + 1 || from;
    let to = Math.min(text.length, from + length);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    return [from ? "… " : "", ...marked(text, hits, from, to), to < text.length ? " …" : ""];
  }

  async function textOf(row) {
    const number = documents.numbers[row];
    const block = await load(`x-${number >> SHARED_BITS}`);
    return block?.[number] ?? null;
  }

  // A result as a list entry; null where a phrase turns out not to stand in it.
  function result(row, told, slots) {
    if (!told) return element("li", { class: "entry" }, element("p", { class: "entry-body nothing" }, "This result could not be read."));
    const [href, title, date, source, agency, texts] = told;
    const read = texts.map(([kind, text, anchor, when]) => ({ kind, text, anchor, when, hits: hitsIn(text, slots) }));
    const inTitle = hitsIn(title, slots);
    const whole = slots.map((slot, at) => !slot.verify || [inTitle, ...read.map((one) => one.hits)].some((hits) => hits.some((hit) => hit[2] === at)));
    if (!whole.every(Boolean)) return null;
    const distinct = (one) => new Set(one.hits.map((hit) => hit[2])).size;
    const bodies = read.filter((one) => one.kind !== EVENT && one.kind !== CLAIM && one.kind !== NAME);
    const best = bodies.reduce((top, one) => (distinct(one) > distinct(top) ? one : top), bodies.find((one) => one.kind === SUMMARY) ?? bodies.find((one) => one.kind === TEXT) ?? bodies[0]);
    const also = read.filter((one) => one.kind === NAME);
    const told_ = read.filter((one) => (one.kind === EVENT || one.kind === CLAIM) && slots.length && distinct(one) >= slots.filter((slot) => slot.hits.length).length && distinct(one));
    const kind = KIND_NAMES[documents.kinds[row]];
    const line = [element("span", { class: "result-kind" }, kind)];
    if (source) line.push(" · ", element("cite", { dir: "auto" }, source), agency ? element("span", {}, ", relaying ", element("cite", { dir: "auto" }, agency)) : "");
    return element("li", { class: "entry" },
      element("p", { class: "entry-date" }, date, documents.inferred[row] ? element("span", { class: "inferred" }, "inferred") : ""),
      element("div", { class: "entry-body" },
        element("h3", { class: "entry-title", dir: "auto" }, element("a", { href: address(href) }, ...marked(title, inTitle))),
        element("p", { class: "dateline" }, ...line),
        also.length ? element("p", { class: "also" }, "Also written ", ...also.flatMap((one, at) => [at ? ", " : "", element("span", { dir: "auto" }, ...marked(one.text, one.hits))])) : "",
        best ? element("p", { dir: "auto" }, ...snippet(best.text, best.hits)) : "",
        told_.length ? element("ul", { class: "result-parts", role: "list" }, ...pick(told_).map((one) => shownPart(one, href))) : ""));
  }

  const pick = (some) => [...some.filter((one) => one.kind === EVENT).slice(0, 2), ...some.filter((one) => one.kind === CLAIM).slice(0, 2)];

  function shownPart(one, href) {
    return element("li", {},
      element("span", { class: "result-kind" }, one.kind === EVENT ? `Event, ${one.when}` : "Claim"), " ",
      element("a", { href: address(`${href}${one.anchor ? `#${one.anchor}` : ""}`), dir: "auto" }, ...snippet(one.text, one.hits, 180)));
  }

  let latest = 0;
  let shown = { rows: [], slots: [], at: 0, gone: 0 };

  // Shows the next results, as many as the requests that are left allow, at least three.
  async function more(turn, allowed) {
    const fresh = new Set();
    const rows = [];
    while (rows.length < PER_BATCH && shown.at < shown.rows.length) {
      const name = `x-${documents.numbers[shown.rows[shown.at]] >> SHARED_BITS}`;
      if (!files.has(name)) fresh.add(name);
      if (fresh.size > Math.max(3, allowed) && rows.length) break;
      rows.push(shown.rows[shown.at++]);
    }
    const told = await Promise.all(rows.map(textOf));
    if (turn !== latest) return false;
    const made = rows.map((row, at) => result(row, told[at], shown.slots));
    shown.gone += made.filter((one) => one === null).length;
    shown.made.push(...made.filter(Boolean));
    return true;
  }

  const countText = (count) => (count === 1 ? "1 result" : `${count.toLocaleString("en-GB")} results`);

  function button(text, act, attributes = {}) {
    const made = element("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  }

  // Says what was done with the query, in lines with ways to have it otherwise.
  function explain(query, state) {
    const told = [];
    for (const slot of query.slots) {
      if (!slot.name) continue;
      const { entity } = slot.name;
      const others = [...new Set([entity.label, ...entity.also])].filter((name) => name !== entity.label);
      const known = others.length ? `, also written ${others.join(", ")}` : "";
      if (state.exact) told.push(["Only the wording ", quoted(slot.said), `, not other names of ${entity.label}. `, button("Search all names", () => go({ exact: false }))]);
      else if (known) told.push([element("strong", { dir: "auto" }, entity.label), `${known}. `, button(`Only the wording “${slot.said}”`, () => go({ exact: true }))]);
    }
    for (const [wrong, right] of query.mended) told.push(["No page has ", quoted(wrong), ": searched for ", quoted(right), ". ", button(`Only “${wrong}”`, () => go({ exact: true }))]);
    for (const [wrong, right] of query.hint) told.push(["No page has ", quoted(wrong), ". Did you mean ", button(right, () => go({ q: replaced(state.q, wrong, right) })), "?"]);
    if (state.exact && !query.slots.some((slot) => slot.name)) told.push(["Words exactly as written. ", button("Search near spellings too", () => go({ exact: false }))]);
    const hinted = new Set(query.hint.map(([wrong]) => wrong));
    const missing = query.missing.filter((word) => !hinted.has(word));
    if (missing.length) told.push(["No page has ", ...missing.flatMap((word, at) => [at ? ", " : "", quoted(word)]), "."]);
    if (query.some && query.rows.length) told.push(["No page has all of this; these have most of it."]);
    if (query.common.length && !query.runs.some((run) => run.phrase)) told.push(commonLine(query));
    for (const note of query.notes) told.push([note]);
    if (damaged.size) told.push(["Part of the search index could not be read, so results may be missing. ", button("Try again", () => go({}))]);
    return told.map((line) => element("li", {}, ...line));
  }

  const quoted = (text) => element("q", { dir: "auto" }, text);

  function commonLine(query) {
    const upper = query.common.map((word) => [word, (names.get(fold(word)) ?? []).find((name) => name.exact)]).filter(([, name]) => name);
    const tail = upper.map(([, name]) => ` Write ${name.text} for ${name.entity.label}.`).join("");
    return [`Words too common to search for are left out: ${[...new Set(query.common)].join(", ")}.${tail}`];
  }

  const replaced = (text, wrong, right) => text.replace(wrong, () => right);

  function summary(query, state, count) {
    if (!state.q.trim() && !filtered(state)) return "";
    if (state.q.trim() && !query.slots.length && !query.rows.length) {
      return query.common.length ? "Nothing to search for but words that are on every page." : "Nothing to search for: write a word, a name or a date.";
    }
    const inside = query.slots.find((slot) => slot.name && !state.exact)?.name.entity.label;
    return `${count ? countText(count) : "No results"}${inside ? ` for ${inside}` : ""}${filtered(state) ? ", narrowed" : ""}.`;
  }

  const filtered = (state) => Boolean(state.from || state.to || FACETS.some(([kind]) => state[kind].length));

  function showFacets(counts, state) {
    const focused = document.activeElement?.closest?.("#search_facets input");
    const which = focused && [focused.name, focused.value];
    page.facets.replaceChildren(...FACETS.map(([kind, title]) => facet(kind, title, counts.get(kind), state)));
    if (which) for (const input of page.facets.querySelectorAll("input")) if (input.name === which[0] && input.value === which[1]) input.focus();
  }

  function facet(kind, title, counted, state) {
    for (const value of state[kind]) if (!counted.has(value)) counted.set(value, 0);
    const ranked = [...counted].sort((one, other) => state[kind].includes(other[0]) - state[kind].includes(one[0]) || (kind === "month" ? (one[0] < other[0] ? 1 : -1) : other[1] - one[1] || (labelOf(kind, one[0]) < labelOf(kind, other[0]) ? -1 : 1)));
    const made = element("details", { class: "facet", open: open.has(kind) },
      element("summary", {}, title, state[kind].length ? element("span", {}, ` (${state[kind].length} chosen)`) : ""),
      element("ul", { role: "list" }, ...ranked.slice(0, VALUES_SHOWN).map(([value, count]) => choice(kind, value, count, state))),
      !ranked.length && open.has(kind) ? element("p", { class: "nothing" }, "None in these results.") : "",
      ranked.length > VALUES_SHOWN ? element("p", { class: "nothing" }, `${ranked.length - VALUES_SHOWN} more`) : "");
    made.addEventListener("toggle", () => {
      if (made.open === open.has(kind)) return;
      if (made.open) open.add(kind);
      else open.delete(kind);
      if (made.open && LISTED.has(kind)) run(current);
    });
    return made;
  }

  function choice(kind, value, count, state) {
    const input = element("input", { type: "checkbox", name: kind, value, checked: state[kind].includes(value) });
    input.addEventListener("change", () => {
      const chosen = new Set(state[kind]);
      if (input.checked) chosen.add(value);
      else chosen.delete(value);
      go({ [kind]: [...chosen] });
    });
    return element("li", {}, element("label", {}, input, " ", element("span", { dir: "auto" }, labelOf(kind, value)), ` ${count}`));
  }

  // State: what the address says

  function stateOf(text) {
    const told = new URLSearchParams(text);
    const state = { q: told.get("q") ?? "", from: told.get("from") ?? "", to: told.get("to") ?? "", sort: told.get("sort") ?? "", exact: told.get("exact") === "1" };
    for (const [kind] of FACETS) state[kind] = told.getAll(kind);
    return state;
  }

  function addressOf(state) {
    const told = new URLSearchParams();
    for (const key of ["q", "from", "to", "sort"]) if (state[key]) told.set(key, state[key]);
    if (state.exact) told.set("exact", "1");
    for (const [kind] of FACETS) for (const value of state[kind]) told.append(kind, value);
    const text = told.toString();
    return text ? `?${text}` : location.pathname;
  }

  let current = stateOf("");
  let typing = false;

  // Goes on to another state: a place of its own in the history, but one for all letters typed in a row.
  function go(changes, { typed = false } = {}) {
    const next = { ...current, ...changes };
    if (addressOf(next) !== addressOf(current)) {
      const how = typed && typing ? "replaceState" : "pushState";
      history[how](null, "", addressOf(next));
    }
    typing = typed;
    current = next;
    if (!typed) fill(next);
    return run(next);
  }

  function fill(state) {
    for (const key of ["q", "from", "to"]) if (page[key].value !== state[key]) page[key].value = state[key];
    page.sort.value = ["newest", "oldest"].includes(state.sort) ? state.sort : "";
    page.exact.checked = state.exact;
  }

  async function run(state) {
    const turn = ++latest;
    const active = Boolean(state.q.trim() || filtered(state));
    requests = 0;
    if (!active) return clear();
    if (!root) {
      const told = await load("root");
      if (turn !== latest) return undefined;
      if (!told) return fail();
      if (!root) {
        told.lows = told.cuts;
        prepare(told);
      }
    }
    damaged.clear();
    const query = await find(state);
    if (turn !== latest) return undefined;
    const { passed, counts } = await narrow(query.rows, state);
    if (turn !== latest) return undefined;
    prepareHits(query.slots);
    shown = { rows: order(passed, query.total, state.sort || (query.slots.length ? "" : "newest")), slots: query.slots, at: 0, gone: 0, made: [] };
    if (!(await more(turn, REQUESTS - requests))) return undefined;
    page.tools.hidden = false;
    page.index.hidden = true;
    page.results.replaceChildren(...shown.made);
    showFacets(counts, state);
    conclude(query, state);
    return undefined;
  }

  function conclude(query, state) {
    const left = shown.rows.length - shown.at;
    const text = summary(query, state, shown.rows.length - shown.gone);
    if (page.status.textContent !== text) page.status.textContent = text;
    page.notes.replaceChildren(...explain(query, state));
    page.more.hidden = !left;
    page.more.textContent = `Show more of ${countText(shown.rows.length - shown.gone)}`;
    page.again = async () => {
      const turn = latest;
      const before = shown.made.length;
      if (!(await more(turn, PER_BATCH))) return;
      page.results.append(...shown.made.slice(before));
      conclude(query, state);
    };
  }

  function clear() {
    page.tools.hidden = true;
    page.index.hidden = false;
    page.more.hidden = true;
    page.status.textContent = "";
    page.notes.replaceChildren();
    page.results.replaceChildren();
  }

  function fail() {
    clear();
    page.status.textContent = "The search index could not be read. Everything is below by name; reload the page to try again.";
  }

  // Start

  function keys(event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest("input, textarea, select, [contenteditable]")) {
      const box = document.querySelector("input[type=search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    }
  }

  // Arrows walk through the results, from the box and back to it.
  function walk(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...page.results.querySelectorAll(".entry-title a")];
    const stops = [page.q, ...links];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  function start(form) {
    base = form.dataset.index;
    way = form.dataset.root;
    for (const key of ["q", "from", "to", "sort", "exact"]) page[key] = form.elements[key];
    for (const key of ["tools", "facets", "status", "notes", "results", "more", "index"]) page[key] = document.getElementById(`search_${key}`);
    page.q.addEventListener("input", () => go({ q: page.q.value }, { typed: true }));
    page.q.addEventListener("change", () => (typing = false));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go({ q: page.q.value });
    });
    for (const key of ["from", "to", "sort"]) page[key].addEventListener("change", () => go({ [key]: page[key].value }));
    page.exact.addEventListener("change", () => go({ exact: page.exact.checked }));
    page.more.addEventListener("click", () => page.again());
    form.closest("main").addEventListener("keydown", walk);
    window.addEventListener("popstate", () => {
      typing = false;
      current = stateOf(location.search);
      fill(current);
      run(current);
    });
    current = stateOf(location.search);
    open = new Set(FACETS.map(([kind]) => kind).filter((kind) => current[kind].length));
    fill(current);
    run(current);
  }

  Object.assign(window.briefing, { fold, words, load, distance, prepare: () => load("root") });
  document.addEventListener("keydown", keys);
  const form = document.querySelector("form[data-index]");
  if (form) start(form);
})();
