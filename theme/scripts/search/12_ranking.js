// Ranking: which documents a query finds, and how well they fit (BM25F with weights worked into the index).

// How soon more of a term counts no more: "k1" of BM25.
const SATURATION = 1.2;
// By kind. A page on a thing, of figures, and a day's, repeat what notes tell.
const PRIORS = [1, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
// A term that is on most pages counts a little still.
const LEAST_RARITY = 0.1;
// What a page gains that is about the whole query: more than any page may score.
const OWN_PAGE = 1_000;
const BARRED = 255;
const DAYS_PER_POINT = 100;

/** All that a query finds: rows with their scores, and whether events or claims in them fit. */
async function find(wanted) {
  const query = await readQuery(wanted);
  const count = documents.numbers.length;
  const total = new Float32Array(count);
  const matched = new Uint8Array(count);
  const flags = new Uint8Array(count).fill(query.slots.length && IN_BOTH);
  const matches = await Promise.all(query.slots.map(matchOf));
  const firm = query.slots.filter((slot) => !slot.asks);
  for (const [at, match] of matches.entries()) {
    const { asks } = query.slots[at];
    const holding = match.scores.reduce((sum, score) => sum + (score > 0), 0);
    const rarity = LEAST_RARITY + Math.log(1 + (count - holding + 0.5) / (holding + 0.5));
    match.scores.forEach((score, row) => {
      if (!asks) flags[row] &= match.flags[row];
      if (!score) return;
      total[row] += score * rarity * PRIORS[documents.kinds[row]];
      if (!asks) matched[row]++;
    });
  }
  for (const { scores } of await Promise.all(query.barred.map(matchOf))) {
    scores.forEach((score, row) => score && (matched[row] = BARRED));
  }
  for (const [at, { scores }] of matches.entries()) {
    if (query.slots[at].number && !scores.some(Boolean)) query.missing.push([query.slots[at].wording]);
  }
  const answers = answersTo(query, matches.map((match) => match.scores));
  for (const [row, gain] of answers.rows) {
    if (matched[row] < BARRED) [matched[row], total[row]] = [firm.length, total[row] + gain];
  }
  const most = matched.reduce((top, slots) => (slots < BARRED ? Math.max(top, slots) : top), 0);
  // Without a slot all pages are found, if that is what was asked for.
  const found = most || (!query.slots.length && (!wanted.q.trim() || query.barred.length));
  const rows = found ? [...documents.numbers.keys()].filter((row) => matched[row] === most) : [];
  if (firm.length === 1) putFirst(firm[0], total);
  return { ...query, rows, total, flags, answers, partly: most < firm.length };
}

/** How well each document fits a slot, and whether an event or a claim in it does. */
async function matchOf(slot) {
  const terms = slot.phrase ?? slot.terms.map(([term]) => term);
  await Promise.all([...new Set(terms.map(rangeOf))].map(readRange));
  return slot.phrase ? matchOfPhrase(slot) : matchOfTerms(slot);
}

function matchOfTerms(slot) {
  const scores = new Float32Array(documents.numbers.length);
  const flags = new Uint8Array(scores.length);
  for (const [term, share] of slot.terms) {
    const line = lineOf(term);
    line?.rows.forEach((row, at) => {
      const weight = line.weights[at];
      scores[row] = Math.max(scores[row], (share * weight) / (weight + SATURATION * documents.norms[row]));
      flags[row] |= line.flags[at];
    });
  }
  return { scores, flags };
}

async function matchOfPhrase({ phrase, following }) {
  const counts = new Float32Array(documents.numbers.length);
  const flags = new Uint8Array(counts.length);
  const found = phrase.map(lineOf);
  if (!found.length || !found.every(Boolean)) return { scores: counts, flags };
  const followers = await Promise.all(following.map((_, at) => linksOf(phrase[at])));
  for (const line of found) for (const row of line.rows) counts[row]++;
  const holds = (row) => counts[row] === found.length
    && followers.every((classes, at) => !classes || classes.get(row).has(following[at]));
  return { scores: counts.map((_, row) => holds(row)), flags: flags.fill(IN_BOTH) };
}

/** Put a thing's own page first if its name is the whole query, and those of days if a date is. */
function putFirst(slot, total) {
  const things = slot.name ? [slot.name.entity] : slot.begun ?? [];
  for (const { row } of things) if (total[row]) total[row] += OWN_PAGE;
  if (!slot.date) return;
  documents.kinds.forEach((kind, row) => {
    if (kind !== BRIEFING) return;
    const day = dayText(documents.starts[row]);
    if (!slot.date.dates.some((date) => day.startsWith(date))) return;
    // Of a month, the newest days first.
    total[row] = OWN_PAGE + (slot.date.isDay ? total[row] : documents.starts[row] / DAYS_PER_POINT);
  });
}
