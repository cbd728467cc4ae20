// Many articles out of few: openings of the examples with other numbers, days and outlets, as JSON Lines for `annals add`.
//   node grow.mjs 5000 > many.jsonl
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const EXAMPLES = new URL("../../examples/", import.meta.url).pathname;
const SOURCES = ["quillon", "voice-of-orsel", "velkar-tribune", "almeda-post", "delta-courier", "tarn-mill-herald", "basin-wire", "lusaria-today"];
const DAYS = 900;
const FIRST = Date.UTC(2023, 0, 1);

/** Numbers that look random and are the same in every run. */
let state = 42;
function below(bound) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
}

function texts() {
  const plain = readdirSync(EXAMPLES).filter((name) => name.endsWith(".txt")).map((name) => readFileSync(join(EXAMPLES, name), "utf8"));
  const lines = readFileSync(join(EXAMPLES, "wire.jsonl"), "utf8").trim().split("\n").map((line) => JSON.parse(line).text);
  return [...plain, ...lines].filter(Boolean).map((text) => text.split(/\n\s*\n/).filter((paragraph) => paragraph.length > 120));
}

function article(n, all) {
  const paragraphs = all[below(all.length)];
  const from = below(Math.max(1, paragraphs.length - 2));
  const other = (digits) => String(Math.max(2, Math.round(Number(digits) * (0.5 + below(1000) / 1000))));
  const text = paragraphs.slice(from, from + 3).join("\n\n").replace(/\b\d{2,3}\b/g, other);
  const day = new Date(FIRST + below(DAYS) * 86_400_000).toISOString().slice(0, 10);
  const source = `${SOURCES[below(SOURCES.length)]}.example`;
  const title = text.split(/[.?!]/)[0].slice(0, 90);
  return { id: `many-${n}`, uri: `https://${source}/${day}/${n}`, source, title, published: day, text };
}

const all = texts();
for (let n = 0; n < Number(process.argv[2] ?? 5000); n++) process.stdout.write(`${JSON.stringify(article(n, all))}\n`);
