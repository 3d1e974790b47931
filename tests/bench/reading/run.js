// Polyhead and PapaParse read the same large CSV in the same browser, in turn, each in a worker and with types.
//   npm install && node run.js [rows=1000000] [rounds=3]        (needs a build in dist/, or in POLYHEAD_DIST)
// PapaParse hears `dynamicTyping` and lets go of every chunk; Polyhead keeps the table, finds types and roles, and describes every column.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { launch } from "../../browser/support/browser.js";
import { serve } from "../../browser/support/server.js";
import { MEMORY, bytesTaken } from "../memory.js";

const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split("=")));
const rows = Number(options.rows ?? 1_000_000);
const rounds = Number(options.rounds ?? 3);

// Twenty columns: eight fractions, four whole numbers, four sets of labels, a date, a truth, a key, a fraction with holes.
function generate(rows) {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const names = Array.from({ length: 20 }, (_, column) => `column ${column}`).join();
  const parts = [`${names}\n`];
  const cell = (column, row) => {
    if (column < 8) return ((random() - 0.5) * 100).toFixed(4);
    if (column < 12) return String(Math.floor(random() * 1000));
    if (column < 16) return `label ${Math.floor(random() * (4 + column))}`;
    if (column === 16) return `20${10 + Math.floor(random() * 10)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`;
    if (column === 17) return random() < 0.3 ? "yes" : "no";
    return column === 18 ? `k${row}` : random() < 0.1 ? "" : random().toFixed(3);
  };
  for (let row = 0, text = ""; row < rows; row++) {
    text += `${Array.from({ length: 20 }, (_, column) => cell(column, row)).join()}\n`;
    if (row % 10_000 === 9_999 || row === rows - 1) {
      parts.push(text);
      text = "";
    }
  }
  return new Blob(parts, { type: "text/csv" });
}

// In a page: reads the file in a worker made of PapaParse alone, and says how many rows there were.
function papa(script, file) {
  const job = `onmessage = ({ data }) => {
    let rows = 0;
    Papa.parse(data, { header: true, dynamicTyping: true, skipEmptyLines: true, chunk: ({ data }) => (rows += data.length), complete: () => postMessage(rows) });
  };`;
  const worker = new Worker(URL.createObjectURL(new Blob([script, "\n", job])));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(file);
  }).finally(() => worker.terminate());
}

// In a page: the longest time between two turns of its event loop from here on.
function watch() {
  let last = performance.now();
  window.longest = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last);
    last = now;
    setTimeout(() => port2.postMessage(0), 4);
  };
  port2.postMessage(0);
}

const browser = await launch({ gpu: false });
const pages = {};
const [app, host] = await Promise.all([serve(), serve(pages)]);
pages["/host"] = `<!doctype html><script type="module" src="${app.origin}/polyhead.js"></script><poly-head backend="cpu"></poly-head>`;
const script = await readFile(createRequire(import.meta.url).resolve("papaparse/papaparse.min.js"), "utf8");

const found = [];
for (let round = 0; round < rounds; round++) {
  const page = await browser.newPage();
  await page.route("**/start-worker.js*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${MEMORY}\n${await response.text()}` });
  });
  await page.goto(`${host.origin}/host`);
  await page.waitForFunction(() => customElements.get("poly-head"));
  await page.addScriptTag({ content: `${generate}\n${papa}` });
  const megabytes = await page.evaluate(async (rows) => {
    window.file = generate(rows);
    await document.querySelector("poly-head").ready;
    return file.size / 1e6;
  }, rows);
  const frame = page.frames().find((frame) => frame.url().startsWith(app.origin));
  await frame.evaluate(watch);
  const polyhead = await page.evaluate(async () => {
    const start = performance.now();
    const table = await document.querySelector("poly-head").loadData(file);
    return { ms: performance.now() - start, rows: table.rows, types: table.columns.map(({ type }) => type) };
  });
  const longest = await frame.evaluate(() => longest);
  const memory = (await bytesTaken(page)) / 1e6;
  const peer = await page.evaluate(async (script) => {
    const start = performance.now();
    const rows = await papa(script, file);
    return { ms: performance.now() - start, rows };
  }, script);
  if (polyhead.rows !== rows || peer.rows !== rows) throw new Error(`${rows} rows were written, ${polyhead.rows} and ${peer.rows} read`);
  found.push({ polyhead: polyhead.ms, peer: peer.ms, longest, memory, megabytes });
  if (round === 0) console.log(`types found: ${polyhead.types.join(", ")}`);
  await page.close();
}
const median = (name) => found.map((run) => run[name]).toSorted((a, b) => a - b)[found.length >> 1];
const speed = (name) => `${(median(name) / 1000).toFixed(2)} s, ${((1000 * median("megabytes")) / median(name)).toFixed(0)} MB/s`;
console.log(`${rows} rows × 20 columns, ${median("megabytes").toFixed(0)} MB, medians of ${rounds}`);
console.log(`Polyhead   ${speed("polyhead")}, ${(median("memory") / median("megabytes")).toFixed(1)} times the file in memory, page held up for ${median("longest").toFixed(0)} ms at most`);
console.log(`PapaParse  ${speed("peer")}, ${(median("peer") / median("polyhead")).toFixed(2)} times Polyhead's time`);
await browser.close();
app.close();
host.close();
