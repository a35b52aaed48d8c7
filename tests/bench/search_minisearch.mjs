// MiniSearch on the corpus that search.py made: size, time and relevance, with prefixes and typos on.
// Run where `minisearch` is installed: node search_minisearch.mjs FOLDER
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";

const MiniSearch = createRequire(`${process.cwd()}/`)("minisearch");
const folder = process.argv[2];
const documents = JSON.parse(readFileSync(`${folder}/documents.json`));
const options = { fields: ["title", "text"], searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: 0.2 } };
let started = performance.now();
const index = new MiniSearch(options);
index.addAll(documents);
const built = performance.now() - started;
const json = JSON.stringify(index);
started = performance.now();
MiniSearch.loadJSON(json, options);
console.log(`MiniSearch: built in ${(built / 1000).toFixed(1)} s, index ${(gzipSync(json).length / 1e6).toFixed(2)} MB gz, loaded in ${((performance.now() - started) / 1000).toFixed(2)} s, ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
const kinds = {};
const times = [];
for (const [kind, text, answers] of JSON.parse(readFileSync(`${folder}/queries.json`))) {
  started = performance.now();
  const found = index.search(text.replaceAll('"', "")).slice(0, 10).map((one) => one.id);
  times.push(performance.now() - started);
  const ranks = found.flatMap((id, at) => (answers.includes(id) ? [at + 1] : []));
  (kinds[kind] ??= []).push([ranks.length ? 1 / ranks[0] : 0, ranks.length / Math.min(10, answers.length)]);
}
const mean = (values) => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
for (const [kind, scores] of Object.entries(kinds)) console.log(`MiniSearch, ${kind} (${scores.length}): MRR ${mean(scores.map((one) => one[0]))}, recall@10 ${mean(scores.map((one) => one[1]))}`);
times.sort((one, other) => one - other);
console.log(`MiniSearch: median ${times[times.length >> 1].toFixed(0)} ms a query`);
