// Finds pages by any name of a thing, by words, phrases and dates, in an index that is read piece by piece.
// The pieces are scripts that call briefing(): they load from a folder on disk too, where fetch() is refused.
// What is in them, briefing/site/search/ says. On a page without a search form, "/" leads to the box: no more.
"use strict";

(() => {
  const [FORM, HALF, STEPS, LEVELS, LINKS, ENDINGS, KEY] = [2, 46, 3, 23, 8464, 128, 6];
  const [K1, B, REQUESTS, BATCH, VALUES, MOST, LONGEST] = [1.2, 0.5, 8, 10, 12, 20, 40];
  const KINDS = ["Note", "Briefing", "Person", "Group", "Place", "Event", "Claim"];
  // A page on a thing, and a day's, repeat what notes tell.
  const PRIORS = [1, 0.4, 0.5, 0.5, 0.5];
  // Among the parts of a document: events, and after them claims.
  const EVENT = 4;
  const AUTO = { dir: "auto" };
  const FACETS = { kind: "Kinds", source: "Outlets", agency: "Agencies", month: "Months", place: "Places", group: "Groups", person: "People", tag: "Tags" };
  const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
  const facets = Object.keys(FACETS);
  const page = {};

  // Files of the index

  const arrived = {};
  const files = new Map();
  const damaged = new Set();
  let root;
  let requests = 0;

  window.briefing = (name, form, size, payload) => {
    if (payload.length === size && (root ? form === root.form : Math.floor(form / 100) === FORM)) {
      arrived[name] = JSON.parse(payload);
    }
  };

  // Reads a file; undefined where it is missing or damaged, and then it is asked for anew next time.
  function load(name) {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = `${page.form.dataset.index}${name}.js?v=${root?.version || ""}`;
        script.onload = script.onerror = () => {
          script.remove();
          if (!arrived[name]) damaged.add(name) && files.delete(name);
          resolve(arrived[name]);
        };
        requests++;
        document.head.append(script);
      }));
    }
    return files.get(name);
  }

  const digit = (text, at) => (text[at] === "!" ? 57 : text.charCodeAt(at) - 35);

  function numbers(text) {
    const found = [];
    for (let at = 0, value = 0, unit = 1; at < text.length; at++) {
      value += (digit(text, at) % HALF) * unit;
      unit *= HALF;
      if (digit(text, at) < HALF) {
        found.push(value);
        [value, unit] = [0, 1];
      }
    }
    return found;
  }

  const rising = (gaps, last = -1) => gaps.map((gap) => (last += gap + 1));

  const hash = (text) => [...text].reduce((sum, one) => (sum * 31 + one.codePointAt()) % LINKS, 0);

  // Folding: as briefing/text/folding.py has it; tests run one table of cases through both

  // What was worked out once; forgotten where it grows too large.
  const memo = (work, most, known = new Map()) => (key) => {
    if (!known.has(key)) {
      if (known.size > most) known.clear();
      known.set(key, work(key));
    }
    return known.get(key);
  };

  const fold = memo((character) => {
    if (character === "\0" || root.apostrophes.includes(character) || /\p{Cf}/u.test(character)) return "";
    const whole = character.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    return [...whole].map((one) => root.letters[one] ?? (/[\p{L}\p{N}]/u.test(one) ? one : " ")).join("");
  }, 1e4);

  const words = (text) => [...text.replace(/['’‘ʼ`´]s(?![\p{L}\p{N}_])/giu, "")].map(fold).join("").split(" ").filter(Boolean);

  // A text's words with their places; a piece such as "½" holds several.
  const wordsOf = memo(words, 1e5);
  const pieces = memo((text) => [...text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}'’‘ʼʻʽʾʿʹ′`´＇]+/gu)].flatMap(({ 0: raw, index }) =>
    wordsOf(raw).map((word) => ({ word: word.slice(0, LONGEST), raw, start: index, end: index + raw.length }))), 999);

  // What the root tells: documents by row, names, sources

  let docs;
  const names = [];
  const firsts = new Map();
  const nameWords = new Set();

  function prepare(told) {
    root = told;
    const [flags, starts, spans, lengths, order] = ["kinds", "starts", "spans", "lengths", "numbers"].map((key) => numbers(told[key]));
    // Of notes alone: beside a crowd of short pages every note would be a long one.
    const long = lengths.filter((_, row) => flags[row] < 4);
    const mean = long.reduce((sum, length) => sum + length, 0) / long.length || 0;
    const base = Date.parse(told.base) / 864e5;
    const from = (text) => numbers(text).map((at) => (at ? [told.sources[at - 1][0]] : []));
    docs = {
      numbers: rising(order),
      kinds: flags.map((flag) => flag >> 2),
      inferred: flags.map((flag) => flag & 1),
      starts: starts.map((start, row) => (flags[row] & 2 ? NaN : base + start)),
      ends: starts.map((start, row) => (flags[row] & 2 ? NaN : base + start + spans[row])),
      norms: lengths.map((length) => 1 - B + B * 2 ** ((length - mean) / 2)),
      source: from(told.outlets),
      agency: from(told.agencies),
    };
    docs.rows = new Map(docs.numbers.map((number, row) => [number, row]));
    for (const [row, id, label, free, exact] of told.names) {
      const entity = { row, id, label, also: [...free, ...exact].filter((text) => text !== label) };
      for (const text of free) {
        names.push({ entity, words: words(text) });
        words(text).forEach((word) => told.stop.includes(word) || nameWords.add(word));
      }
      for (const text of exact) names.push({ entity, text, words: words(text), exact: pieces(text).map((one) => one.raw) });
    }
    names.sort((one, other) => other.words.length - one.words.length);
    index(firsts, names);
  }

  const index = (map, some) => some.forEach((one) => map.set(one.words[0], [...(map.get(one.words[0]) ?? []), one]));
  const fits = (name, here, from = 0) => name.words.every((word, at) => here[from + at]?.word === word && (!name.exact || here[from + at].raw.replace(/['’]s$/i, "") === name.exact[at]));
  const isThing = (row) => docs.kinds[row] > 1;
  const dayText = (day) => new Date(day * 864e5).toISOString().slice(0, 10);

  // Terms, in files by ranges of their first letters

  const lines = new Map();
  const ranges = new Map();
  const chains = new Map();
  const fileName = (low) => low.replace(/[^a-z0-9]/gi, (one) => `_${one.codePointAt(0).toString(16)}`);

  function rangeOf(term) {
    const key = term.slice(0, KEY);
    let [low, high] = [0, root.cuts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (root.cuts[middle] <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function readRange(at) {
    if (ranges.has(at)) return true;
    const told = await load(`t-${fileName(root.cuts[at])}`);
    if (!told) return false;
    ranges.set(at, told.filter((_, place) => place % 3 === 0));
    for (let place = 0; place < told.length; place += 3) lines.set(told[place], { gaps: told[place + 1], weights: told[place + 2] });
    return true;
  }

  function lineOf(term) {
    const line = lines.get(term);
    if (line && !line.rows) {
      line.rows = rising(numbers(line.gaps)).map((number) => docs.rows.get(number));
      // A page that the table lacks: another release of the site has been put in place meanwhile.
      if (line.rows.includes(undefined)) {
        damaged.add(term);
        lines.delete(term);
        return;
      }
      const signs = [...line.weights].map((sign) => digit(sign, 0));
      line.values = signs.map((sign) => 2 ** ((sign % LEVELS) / STEPS) - 1);
      line.flags = signs.map((sign) => Math.floor(sign / LEVELS));
    }
    return line;
  }

  // What follows a word, by row, as codes.
  async function linksOf(term) {
    if (!chains.has(term)) {
      const told = await load(`l-${fileName(root.cuts[rangeOf(term)])}`);
      if (!told) return;
      const each = (told[told.indexOf(term) + 1] ?? "").split(" ");
      chains.set(term, new Map(lineOf(term)?.rows.map((row, at) => {
        const codes = new Set();
        for (let sign = 0; sign < (each[at] ?? "").length; sign += 2) codes.add(digit(each[at], sign) * 92 + digit(each[at], sign + 1));
        return [row, codes];
      })));
    }
    return chains.get(term);
  }

  // Near words

  function stem(word) {
    const cut = word.replace(/(?:ies|ied)$/, "y").replace(/(?:ing|ed|es|s)$/, "");
    return word.length < 5 || cut.length < 3 ? word : cut.replace(/e$/, "").replace(/([^aeiou])\1$/, "$1");
  }

  // Edit distance with a swap of neighbours as one edit (optimal string alignment), given up above a limit.
  function distance(one, other, limit) {
    let before = [];
    let last = [...Array(other.length + 1).keys()];
    for (let row = 1; row <= one.length; row++) {
      const next = [row];
      for (let at = 1; at <= other.length; at++) {
        next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + (one[row - 1] !== other[at - 1]));
        if (one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) next[at] = Math.min(next[at], before[at - 2] + 1);
      }
      if (Math.min(...next) > limit) return 99;
      [before, last] = [last, next];
    }
    return last[other.length];
  }

  // Words of the index within an edit distance, the nearest first; of names, none need be fetched.
  async function near(word, limit) {
    const found = new Map();
    const consider = (other, common) => {
      if (Math.abs(other.length - word.length) > limit || found.has(other)) return;
      const far = distance(word, other, limit);
      if (far <= limit) found.set(other, far * 20 - common - (other[0] === word[0]) * 5);
    };
    nameWords.forEach((other) => consider(other, 10));
    if (![...found.values()].some((far) => far <= 10)) {
      const first = fileName(word[0]);
      const asked = root.lists.length ? [...(root.lists.includes(first) ? [`w-${first}`] : []), `v-${hash(word.slice(-3)) % ENDINGS}`] : ["w"];
      for (const told of await Promise.all(asked.map(load))) {
        for (const [, other, common] of (told ?? "").matchAll(/(\D+)(\d)/g)) consider(other, Number(common));
      }
    }
    return [...found].sort((one, other) => one[1] - other[1]).map(([other]) => other).slice(0, 4);
  }

  // The terms that a word stands for, with weights: itself, its other endings, and what it begins.
  async function variants(word, last, exact) {
    const cut = stem(word);
    const at = rangeOf(word);
    const asked = [at];
    while (!exact && asked.length < 2 && word[2] && root.cuts[at + asked.length]?.startsWith(cut.slice(0, KEY))) asked.push(at + asked.length);
    const whole = (await Promise.all(asked.map(readRange))).every(Boolean);
    const terms = lines.has(word) ? [[word, 1]] : [];
    if (!exact) {
      const all = asked.flatMap((one) => ranges.get(one) ?? []).filter((term) => term !== word && !/^[@=#]/.test(term));
      const longer = all.filter((term) => word.length > 1 && term.startsWith(word) && stem(term) !== cut);
      for (const term of all) if (stem(term) === cut) terms.push([term, 0.85]);
      if (last || !terms.length) {
        longer.sort((one, other) => lines.get(other).weights.length - lines.get(one).weights.length);
        for (const term of longer.slice(0, 24)) terms.push([term, 0.5 + (0.3 * word.length) / term.length]);
      }
    }
    return { terms, whole };
  }

  // Reading a query into slots: each is one thing looked for, by terms of which a page has at least one

  function dateIn(run) {
    const text = run.slice(0, 3).map((one) => one.word).join(" ");
    const match = /^(?<y>[12]\d{3}) (?<n>0\d|1[012])(?: (?<d>\d\d))?(?= |$)/.exec(text) ?? /^(?:(?<d>\d\d?) )?(?<m>[a-z]{3,9}) (?:(?<e>\d\d?) )?(?<y>[12]\d{3})(?= |$)/.exec(text);
    if (!match) return 0;
    const { y, n, m, d, e } = match.groups;
    const month = n ?? MONTHS.findIndex((name) => m.startsWith(name)) + 1;
    const parts = [y, month, ...[d ?? e].filter(Boolean)].map((part) => String(part).padStart(2, "0"));
    return month && { length: match[0].split(" ").length, day: parts[2] && parts.join("-"), words: [...parts[2] ? [`${+parts[2]}`] : [], MONTHS[month - 1], y], term: `#${y.slice(2)}${"_abcdefghijkl"[+month]}${y.slice(0, 2)}${parts[2] ?? ""}` };
  }

  // Things of which a name begins with these words, the last one perhaps not complete.
  function begins(run) {
    const last = run.length - 1;
    const found = names.filter((name) => !name.exact && name.words.length > last && run.every(({ word }, at) => (at < last ? name.words[at] === word : name.words[at].startsWith(word))));
    return [...new Set(found.map((name) => name.entity))].slice(0, 4);
  }

  const hitsOf = (things) => names.filter((name) => things.includes(name.entity));

  async function slotsOf(run, state, query, open) {
    const slots = [];
    const common = [];
    for (let at = 0, step; at < run.length; at += step) {
      const rest = run.slice(at);
      const name = (firsts.get(rest[0].word) ?? []).find((one) => fits(one, rest));
      const date = !state.exact && dateIn(rest);
      const begun = !name && !state.exact && open && rest.at(-1).word.length > (rest.length > 1 ? 0 : 2) ? begins(rest) : [];
      const { word, raw } = rest[0];
      step = 1;
      if (name) {
        step = name.words.length;
        const term = state.exact ? `=${name.words.join(" ")}`.slice(0, LONGEST) : `@${name.entity.id}`;
        slots.push({ terms: [[term, 1]], hits: state.exact ? [name] : hitsOf([name.entity]), name, said: rest.slice(0, step).map((one) => one.near ? one.word : one.raw).join(" ") });
      } else if (date) {
        step = date.length;
        slots.push({ terms: [[date.term, 1]], hits: [{ words: date.words }], date });
      } else if (begun.length && rest.length > 1) {
        step = rest.length;
        slots.push({ terms: begun.map((one) => [`@${one.id}`, 1]), hits: hitsOf(begun), begun });
      } else if (root.stop.includes(word)) {
        common.push(word);
      } else {
        const { terms, whole } = await variants(word, open && rest.length === 1, state.exact);
        if (!terms.length && !begun.length && whole) {
          const limit = state.exact || /\d/.test(word) || word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
          const found = limit ? await near(word, limit) : [];
          if (found.length) {
            query.mended.push([raw, found[0]]);
            // From the start again: with the word mended, the run may hold a name.
            return slotsOf(run.with(at, { ...rest[0], word: found[0], near: found.slice(1) }), state, query, open);
          }
          const [hint] = state.exact || word.length < 3 ? [] : await near(word, limit + 1);
          query.missing.push([raw, hint]);
        }
        for (const other of rest[0].near ?? []) if (lines.has(other)) terms.push([other, 0.6]);
        for (const one of begun) terms.push([`@${one.id}`, 0.8]);
        slots.push({ terms, hits: [...terms.map(([term]) => ({ words: [term] })), ...hitsOf(begun)], begun });
      }
    }
    query.common.push(...common);
    return slots;
  }

  function phraseSlot(run) {
    const all = run.map((one) => one.word);
    const told = all.flatMap((word, at) => (root.stop.includes(word) ? [] : [at]));
    return { loose: all.length > 2, phrase: told.map((at) => all[at]), ahead: told.slice(1).map((at, place) => all.slice(told[place] + 1, at).reduceRight((sum, word) => (sum * 31 + hash(word)) % LINKS, hash(all[at]))), terms: [], hits: [{ words: all }] };
  }

  async function read(state) {
    const query = { slots: [], barred: [], mended: [], missing: [], common: [] };
    const text = state.q.slice(0, 300);
    const runs = [];
    let count = 0;
    for (const [, minus, phrase, word] of text.replace(/[“”„«»]/g, '"').matchAll(/(?<![^\s"])(-?)(?:"([^"]*)"?|([^\s"]+))|"/g)) {
      const run = pieces(phrase ?? word ?? "").slice(0, MOST - count);
      const joined = !minus && phrase === undefined && runs.at(-1)?.plain;
      count += run.length;
      if (joined) runs.at(-1).run.push(...run);
      else if (run.length) runs.push({ run, minus, phrase, plain: !minus && phrase === undefined });
    }
    query.cut = count >= MOST || text !== state.q;
    for (const { run, minus, phrase, plain } of runs) {
      const open = plain && run === runs.at(-1).run && /\S$/.test(text);
      const slots = phrase === undefined ? await slotsOf(run, state, query, open) : [phraseSlot(run)];
      query[minus ? "barred" : "slots"].push(...slots);
    }
    return query;
  }

  // Finding

  // By row, how well a document fits, and whether an event or a claim in it does.
  async function scores(slot) {
    const found = new Float32Array(docs.numbers.length);
    const flags = new Uint8Array(found.length);
    const wanted = slot.phrase ?? slot.terms.map(([term]) => term);
    await Promise.all([...new Set(wanted.map(rangeOf))].map(readRange));
    if (slot.phrase) {
      const some = slot.phrase.map(lineOf);
      if (!some.length || !some.every(Boolean)) return { found, flags };
      const chained = await Promise.all(slot.ahead.map((_, at) => linksOf(slot.phrase[at])));
      for (const line of some) for (const row of line.rows) found[row]++;
      return { found: found.map((holding, row) => holding === some.length && chained.every((links, at) => !links || links.get(row).has(slot.ahead[at]))), flags: flags.fill(3) };
    }
    for (const [term, weight] of slot.terms) {
      const line = lineOf(term);
      line?.rows.forEach((row, at) => {
        const value = (weight * line.values[at]) / (line.values[at] + K1 * docs.norms[row]);
        if (value > found[row]) found[row] = value;
        flags[row] |= line.flags[at];
      });
    }
    return { found, flags };
  }

  // All that a query finds, with scores, before it is narrowed.
  async function find(state) {
    const query = await read(state);
    const count = docs.numbers.length;
    const total = new Float32Array(count);
    const matched = new Uint8Array(count);
    query.flags = new Uint8Array(count).fill(query.slots.length && 3);
    for (const { found, flags } of await Promise.all(query.slots.map(scores))) {
      const holding = found.reduce((sum, score) => sum + (score > 0), 0);
      const idf = 0.1 + Math.log(1 + (count - holding + 0.5) / (holding + 0.5));
      found.forEach((score, row) => {
        query.flags[row] &= flags[row];
        if (score) {
          total[row] += score * idf * PRIORS[docs.kinds[row]];
          matched[row]++;
        }
      });
    }
    for (const { found } of await Promise.all(query.barred.map(scores))) found.forEach((score, row) => score && (matched[row] = 255));
    const most = matched.reduce((top, one) => (one < 255 && one > top ? one : top), 0);
    query.partly = most < query.slots.length;
    query.rows = [...docs.numbers.keys()].filter((row) => matched[row] === most && (most || !query.slots.length && (!state.q.trim() || query.barred.length)));
    if (query.slots.length === 1) first(query.slots[0], total);
    query.total = total;
    return query;
  }

  // A thing's own page comes first where its name is the whole query, and a day's where its date is.
  function first(slot, total) {
    for (const { row } of slot.name ? [slot.name.entity] : slot.begun ?? []) total[row] += total[row] && 1000;
    if (slot.date?.day) docs.kinds.forEach((kind, row) => kind === 1 && dayText(docs.starts[row]) === slot.date.day && (total[row] += 1000));
  }

  // Narrowing and order

  const columns = {};
  const opened = new Set();

  async function column(kind) {
    const told = docs[kind] ? undefined : await load(`f-${kind}`);
    if (!told) return;
    const flat = numbers(told[1]);
    docs[kind] = [];
    for (let at = 0; at < flat.length; at += flat[at] + 1) docs[kind].push(flat.slice(at + 1, at + 1 + flat[at]).map((place) => told[0][place][0]));
    columns[kind] = new Map(told[0]);
  }

  const monthOf = memo((day) => dayText(day).slice(0, 7), 1e5);

  function valuesOf(kind, row, flags) {
    if (kind === "kind") return [KINDS[docs.kinds[row]], flags[row] & 1 && "Event", flags[row] & 2 && "Claim"].filter(Boolean);
    if (kind !== "month") return docs[kind]?.[row] ?? [];
    return isThing(row) ? [] : [...new Set([docs.starts[row], docs.ends[row]].map(monthOf))];
  }

  function labelOf(kind, value) {
    if (kind === "month") return new Date(`${value}-15`).toLocaleDateString("en-GB", { month: "long", year: "numeric" });
    return (columns[kind] ?? new Map(root.sources)).get(value) ?? value;
  }

  // The first or last day of a date, a month or a year.
  function dayOf(text, last) {
    const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
    return Date.UTC(year, last && !day ? month ?? 12 : (month ?? 1) - 1, day ?? (last ? 0 : 1)) / 864e5;
  }

  // Keeps what passes all filters; values are counted as if their own kind were not narrowed.
  async function narrow(rows, state, flags) {
    const active = facets.filter((kind) => state[kind].length);
    await Promise.all([...active, ...opened].filter((kind) => facets.indexOf(kind) > 3).map(column));
    const [from, to] = [dayOf(state.from), dayOf(state.to, true)];
    const counts = Object.fromEntries(facets.map((kind) => [kind, new Map(state[kind].map((value) => [value, 0]))]));
    const passed = rows.filter((row) => {
      if (docs.ends[row] < from || docs.starts[row] > to) return false;
      const failing = active.filter((kind) => !valuesOf(kind, row, flags).some((value) => state[kind].includes(value)));
      if (failing.length < 2) for (const kind of failing.length ? failing : opened) for (const value of valuesOf(kind, row, flags)) counts[kind].set(value, (counts[kind].get(value) ?? 0) + 1);
      return !failing.length;
    });
    return { passed, counts };
  }

  // By date, pages on things come last, for they have none of their own.
  function order(rows, total, sort) {
    const byScore = (one, other) => total[other] - total[one];
    const byDate = (one, other) => isThing(one) - isThing(other) || (sort === "oldest" ? docs.starts[one] - docs.starts[other] : docs.ends[other] - docs.ends[one]) || 0;
    return rows.sort(sort ? (one, other) => byDate(one, other) || byScore(one, other) : (one, other) => byScore(one, other) || byDate(one, other));
  }

  // Showing: elements are made and given text, never markup

  function make(name, attributes, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") made.addEventListener(key, value);
      else if (value !== false) made.setAttribute(key, value);
    }
    made.append(...content.flat(9).filter(Boolean));
    return made;
  }

  const button = (text, changes) => make("button", { type: "button", click: () => go(changes) }, text);

  function address(href, anchor) {
    return page.form.dataset.root + href + (location.protocol === "file:" ? "index.html" : "") + (anchor ? `#${anchor}` : "");
  }

  // Where hits are in a text: [start, end, slot], in order.
  function hitsIn(text, slots) {
    const all = pieces(text);
    const found = [];
    slots.forEach((slot, number) => all.forEach(({ word, start }, at) => {
      for (const hit of slot.index.get(word) ?? []) if (fits(hit, all, at)) found.push([start, all[at + hit.words.length - 1].end, number]);
    }));
    return found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  }

  function marked(text, hits, from = 0, to = text.length) {
    const content = [];
    for (const [start, end] of hits.filter((hit) => hit[1] <= to)) {
      if (start < from) continue;
      content.push(text.slice(from, start), make("mark", {}, text.slice(start, end)));
      from = end;
    }
    return [...content, text.slice(from, to)];
  }

  const kindsOf = (hits) => new Set(hits.map((hit) => hit[2])).size;

  // The stretch of a text that has most of what is looked for.
  function snippet(text, hits, length = 240) {
    let [from, most] = [0, 0];
    for (const [start] of hits) {
      const seen = kindsOf(hits.filter((hit) => hit[0] >= start && hit[1] <= start + length - 60));
      if (seen > most) [from, most] = [start, seen];
    }
    from = from < 60 ? 0 : text.indexOf(" ", from - 60) + 1;
    const to = text.length <= from + length ? text.length : text.lastIndexOf(" ", from + length);
    return [from && "… ", ...marked(text, hits, from, Math.max(to, from)), to < text.length && " …"];
  }

  const entry = (row, kind, date, title, source, agency, ...rest) => make("li", { class: "entry" },
    make("p", { class: "entry-date" }, date, kind < EVENT && docs.inferred[row] && [" ", make("span", { class: "inferred" }, "inferred")]),
    make("div", { class: "entry-body" },
      make("h2", { class: kind > EVENT ? "entry-told" : "entry-title", dir: "auto" }, title),
      make("p", { class: "dateline" }, make("span", { class: "result-kind" }, KINDS[kind]), source && [" · ", make("cite", AUTO, source)], agency && [", relaying ", make("cite", AUTO, agency)]),
      rest));

  // What a document yields: itself, and its events and claims that hold all that is looked for.
  // Nothing where a phrase turns out not to stand on the page.
  function resultsOf(row, told, { slots, kinds, vague, seen }) {
    if (!told) return [make("li", { class: "entry" }, "This was not read.")];
    const [href, title, date, source, agency, texts] = told;
    const parts = texts.map(([kind, text, anchor, when]) => ({ kind, text, anchor, when, hits: hitsIn(text, slots) }));
    const inTitle = hitsIn(title, slots);
    const everywhere = [inTitle, ...parts.map((part) => part.hits)].flat();
    if (slots.some((slot, at) => slot.phrase && !everywhere.some((hit) => hit[2] === at))) return [];
    // Of parts with as many hits a summary is shown first, then the text.
    const [body] = parts.filter((part) => part.kind < EVENT).sort((one, other) => kindsOf(other.hits) - kindsOf(one.hits) || other.kind - one.kind);
    const wanted = (kind) => !kinds.length || kinds.includes(KINDS[kind]);
    const link = (anchor, text) => make("a", { href: address(href, anchor) }, text);
    const kind = docs.kinds[row];
    const itself = wanted(kind) ? [entry(row, kind, date, link("", marked(title, inTitle)), source, agency, body && make("p", AUTO, snippet(body.text, body.hits)))] : [];
    if (vague && !kinds.length) return itself;
    const whole = parts.filter((part) => part.kind >= EVENT && wanted(part.kind + 1) && kindsOf([...part.hits, ...hitsIn(part.when ?? "", slots)]) === slots.length && !seen.has(part.text));
    return [...itself, ...[EVENT, EVENT + 1].flatMap((one) => whole.filter((part) => part.kind === one).slice(0, kinds.length ? 9 : 1)).map((part) => {
      seen.add(part.text);
      return entry(row, part.kind + 1, part.when, link(part.anchor, marked(part.text, part.hits)), source, agency, make("p", { class: "also", dir: "auto" }, title));
    })];
  }

  let turn = 0;
  let shown = {};
  const fileOf = (row) => `x-${docs.numbers[row] >> 3}`;
  const pages = (count) => `${count.toLocaleString("en-GB")} page${count === 1 ? "" : "s"}`;

  // Makes the next results, as many as the requests that are left allow, but at least two.
  async function more(now, allowed) {
    const asked = new Set();
    const rows = [];
    while (rows.length < BATCH && shown.rows.length) {
      const name = fileOf(shown.rows[0]);
      if (!files.has(name)) asked.add(name);
      if (asked.size > Math.max(2, allowed)) break;
      rows.push(shown.rows.shift());
    }
    const blocks = await Promise.all(rows.map((row) => load(fileOf(row))));
    if (now !== turn) return [];
    const made = rows.flatMap((row, at) => {
      const some = resultsOf(row, blocks[at]?.[docs.numbers[row]], shown);
      shown.count -= !some.length;
      return some;
    });
    return made.length || !rows.length ? made : more(now, BATCH);
  }

  // What was done with the query, and how to have it otherwise.
  function explain(query, state) {
    const told = [];
    const say = (...line) => told.push(make("li", {}, line));
    for (const [wrong, right] of query.mended) say("No page has ", make("q", AUTO, wrong), ": this is for ", make("q", AUTO, right), ".");
    for (const { name, said } of query.slots) {
      if (!name?.entity.also.length) continue;
      if (state.exact) say("Only ", make("q", AUTO, said), `, not other names of ${name.entity.label}. `, button("All names", { exact: false }));
      else say(`${name.entity.label}, also written ${name.entity.also.join(", ")}. `, button(`Only the wording “${said}”`, { exact: true, q: query.mended.reduce((text, pair) => text.replace(...pair), state.q) }));
    }
    for (const [wrong, right] of query.missing) say("No page has ", make("q", AUTO, wrong), ".", right && [" Did you mean ", button(right, { q: state.q.replace(wrong, right) }), "?"]);
    if (query.partly && query.rows.length) say("No page has all; these have most.");
    if (query.common.length) {
      const exact = names.filter((name) => name.exact && query.common.includes(name.words[0]));
      say(`Too common: ${query.common.join(", ")}.`, exact.map((name) => ` Write ${name.text} for ${name.entity.label}.`));
    }
    if (query.cut) say(`Only ${MOST} words count.`);
    if (damaged.size) say("Part of the index was not read. ", again());
    return told;
  }

  const again = () => make("button", { type: "button", click: () => location.reload() }, "Try again");
  const filtered = ({ from, to, ...rest }) => from || to || facets.some((kind) => rest[kind].length);

  function summary(query, state) {
    if (state.q.trim() && !query.slots.length && !query.barred.length) return "Write a name, word, date.";
    const unsure = shown.rows.length && query.slots.some((slot) => slot.loose) ? "Up to " : "";
    const thing = !state.exact && query.slots.find((slot) => slot.name)?.name.entity.label;
    return `${unsure}${shown.count ? pages(shown.count) : "No results"}${thing ? ` for ${thing}` : ""}${filtered(state) ? ", narrowed" : ""}.`;
  }

  function facet(kind, counts, state) {
    const chosen = new Set(state[kind]);
    const by = kind === "month" ? ([value]) => -value.replace("-", "") : ([, count]) => -count;
    const values = [...counts].sort((one, other) => chosen.has(other[0]) - chosen.has(one[0]) || by(one) - by(other));
    const made = make("details", { class: "facet", toggle: () => {
      if (made.open === opened.has(kind)) return;
      opened[made.open ? "add" : "delete"](kind);
      if (made.open) run();
    } },
      make("summary", {}, FACETS[kind]),
      make("ul", { role: "list" }, values.slice(0, VALUES).map(([value, count]) => {
        const box = make("input", { type: "checkbox", name: kind, value, change: () => {
          chosen[box.checked ? "add" : "delete"](value);
          go({ [kind]: [...chosen] });
        } });
        box.checked = chosen.has(value);
        return make("li", {}, make("label", {}, box, " ", make("span", AUTO, labelOf(kind, value)), ` ${count}`));
      })),
      values.length > VALUES && "…");
    made.open = opened.has(kind);
    return made;
  }

  function showFacets(counts, state) {
    const { name, value } = document.activeElement;
    page.facets.replaceChildren(...facets.map((kind) => facet(kind, counts[kind], state)));
    for (const box of page.facets.querySelectorAll("input")) if (box.name === name && box.value === value) box.focus();
  }

  // State: what the address says

  let state;
  let typing = false;

  function readState() {
    const told = new URLSearchParams(location.search);
    state = { exact: told.get("exact") === "1" };
    for (const key of ["q", "from", "to", "sort"]) state[key] = told.get(key) ?? "";
    for (const kind of facets) state[kind] = told.getAll(kind);
    typing = false;
  }

  function addressOf(one) {
    const told = new URLSearchParams();
    for (const [key, value] of Object.entries(one)) for (const text of [value].flat()) if (text) told.append(key, text === true ? "1" : text);
    return `?${told}`;
  }

  // Goes on to another state: a place of its own in the history, but one for all letters typed in a row.
  function go(changes, typed = false) {
    const next = { ...state, ...changes };
    if (addressOf(next) !== addressOf(state)) history[typed && typing ? "replaceState" : "pushState"](null, "", addressOf(next));
    [state, typing] = [next, typed];
    if (!typed) fill();
    return run();
  }

  function fill() {
    for (const key of ["q", "from", "to", "sort"]) page[key].value = state[key];
    page.exact.checked = state.exact;
  }

  async function run() {
    const now = ++turn;
    const asked = state;
    requests = 0;
    damaged.clear();
    if (!asked.q.trim() && !filtered(asked)) return show([], "", [], true);
    const told = await load("root");
    if (!root && told) prepare(told);
    if (!root) return show([], "The index was not read. All names are below.", [again()], true);
    const query = await find(asked);
    const { passed, counts } = await narrow(query.rows, asked, query.flags);
    if (now !== turn) return;
    query.slots.forEach((slot) => index((slot.index = new Map()), slot.hits));
    shown = { rows: order(passed, query.total, asked.sort || (query.slots.length ? "" : "newest")), slots: query.slots, count: passed.length, kinds: asked.kind, seen: new Set(), vague: !query.slots.some((slot, at) => at || !(slot.name ?? slot.begun?.[0])) };
    const made = await more(now, REQUESTS - requests);
    if (now !== turn) return;
    show(made, summary(query, asked), explain(query, asked), false);
    showFacets(counts, asked);
    page.again = async () => {
      page.results.append(...(await more(turn, BATCH)));
      show(null, summary(query, asked), explain(query, asked), false);
    };
  }

  function show(made, text, notes, all) {
    page.tools.hidden = all;
    page.index.hidden = !all;
    if (made) page.results.replaceChildren(...made);
    page.status.textContent = text;
    page.notes.replaceChildren(...notes);
    page.more.hidden = all || !shown.rows.length;
  }

  // Start

  document.addEventListener("keydown", (event) => {
    const box = document.querySelector("input[type=search]");
    const { target } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && page.q && (target === box || page.results.contains(target))) {
      const stops = [box, ...page.results.querySelectorAll("h2 a"), page.more];
      event.preventDefault();
      stops[stops.indexOf(target) + step]?.focus();
    }
    if (event.key !== "/" || !box || event.ctrlKey || event.metaKey || target.closest("input, textarea, select")) return;
    event.preventDefault();
    box.select();
  });

  page.form = document.querySelector("form[data-index]");
  if (!page.form) return;
  for (const key of ["q", "from", "to", "sort", "exact"]) page[key] = page.form.elements[key];
  for (const key of ["tools", "facets", "status", "notes", "results", "more", "index"]) page[key] = document.getElementById(`search_${key}`);
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ q: page.q.value });
  });
  page.q.addEventListener("input", () => go({ q: page.q.value }, true));
  for (const key of ["from", "to", "sort"]) page[key].addEventListener("change", () => go({ [key]: page[key].value }));
  page.exact.addEventListener("change", () => go({ exact: page.exact.checked }));
  page.more.addEventListener("click", () => page.again());
  const restore = () => {
    readState();
    fill();
    run();
  };
  window.addEventListener("popstate", restore);
  readState();
  facets.forEach((kind) => state[kind].length && opened.add(kind));
  restore();
  window.briefing.words = words;
})();
