// How a step's time and the worker's memory grow with rows, inputs, width and tasks: one at a time, the others as in the default job.
//   node scale.js [seconds=2] [rounds=1] [rows=4096,65536] [inputs=..] [width=..] [tasks=..]      (needs a release build in dist/, or in POLYHEAD_DIST)
// Prints Markdown tables and draws scale.svg. Dashed is what formulas say: `operations` at the default job's speed; what an idle worker
// has and `memoryOf`.
import { writeFile } from "node:fs/promises";
import { launch } from "../../browser/support/browser.js";
import { bytesTaken } from "../memory.js";
import { figure } from "./figure.js";
import { CLASSES, jobOf, operations, pace, tableOf, trainingRows } from "./job.js";
import { servePeers } from "./peers.js";
import { openPolyhead, servePolyhead, steps } from "./polyhead.js";

const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split("=")));
const milliseconds = 1000 * Number(options.seconds ?? 2);
const rounds = Number(options.rounds ?? 1);
const base = jobOf(new URLSearchParams());

const sweeps = {
  rows: { values: "1024,4096,16384,65536,262144", job: (rows) => ({ ...base, batches: rows / base.batch }) },
  inputs: { values: "32,64,128,256,512,1024", job: (inputs) => ({ ...base, inputs }) },
  width: { values: "16,32,64,128,256,512,1024", job: (width) => ({ ...base, width }) },
  tasks: { values: "1,2,3,5,10,20,50", job: (tasks) => ({ ...base, tasks }) },
};

// What a growing list has room for: doubled whenever it is full.
const grown = (bytes) => 2 ** Math.ceil(Math.log2(bytes));

// Most bytes held at a time beside an idle worker's, by the code: while the table is read, or by a run. Numbers are of four bytes but where said.
export function memoryOf(job, fileBytes) {
  const { inputs, width, tasks, batch } = job;
  const rows = trainingRows(job);
  const outputs = tasks * CLASSES;
  // `src/data/cells.rs`: a column's texts in one piece, where each ends, and a code a cell; no number is like another. Heads have few texts.
  const texts = grown(fileBytes / inputs) + 2 * grown(4 * (rows + 1));
  // While it is read, the file is there too, and a place of nine bytes for every text in a table that is at most seven eighths full.
  const reading = fileBytes + inputs * (texts + 9 * grown((rows * 8) / 7));
  // `src/data/column.rs`: the number that a text is, of eight bytes.
  const table = inputs * (texts + 8 * rows);
  // `src/train/rows.rs`: features and one-hot labels; `src/data/dataset.rs`: a label a task.
  const encoded = 4 * rows * (inputs + outputs + tasks);
  // `src/train/epoch.rs`: as many batches as fit into 16 Mi numbers are gathered at a time, with each row's share in each task's loss.
  const gathered = 4 * Math.min(rows, Math.floor((16 << 20) / (batch * (inputs + outputs))) * batch) * (inputs + outputs + tasks);
  // Parameters, their gradients, Adam's two means, and the best epoch's parameters.
  const parameters = 5 * 4 * ((inputs + 1) * width + (width + 1) * width + (width + 1) * outputs);
  // Sums, features and slopes of both layers; answers, losses and slopes of the heads.
  const step = 4 * batch * (inputs + 6 * width + 4 * outputs);
  return Math.max(reading, table + encoded + gathered + parameters + step);
}

const browser = await launch({ gpu: false });
const peers = await servePeers();
const servers = await servePolyhead(peers);

async function measure(job) {
  const { page, idle, loaded } = await openPolyhead(browser, servers, "cpu", job);
  const run = steps(page);
  // A whole epoch, so that all memory that a run ever takes is taken.
  await run(job.batches);
  const ms = await pace(run, milliseconds);
  const memory = await bytesTaken(page);
  await page.close();
  return { ms, idle, loaded, memory };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`;
const found = {};
for (const [name, { values, job }] of Object.entries(sweeps)) {
  found[name] = [];
  for (const value of (options[name] ?? values).split(",").map(Number)) {
    const own = job(value);
    const runs = [];
    for (let round = 0; round < rounds; round++) runs.push(await measure(own));
    const point = {
      value,
      ms: median(runs.map(({ ms }) => ms)),
      loaded: Math.max(...runs.map(({ loaded }) => loaded)),
      memory: Math.max(...runs.map(({ memory }) => memory)),
      operations: operations(own),
      formula: runs[0].idle + memoryOf(own, tableOf(own).size),
    };
    found[name].push(point);
    console.error(`${name} ${value}: ${point.ms.toFixed(3)} ms a step, ${megabytes(point.memory)}`);
  }
}
await browser.close();
for (const server of [peers, servers]) server.close();

// The default job is in every sweep.
console.log(`operations of the default job: ${(operations(base) / 1e6).toFixed(0)} million a step\n`);
const all = Object.entries(found).flatMap(([name, points]) => points.filter(({ value }) => value === { rows: trainingRows(base), ...base }[name]));
if (all.length === 0) throw new Error("no sweep has the default job, by which the formulas are scaled");
const speed = operations(base) / median(all.map(({ ms }) => ms));
for (const [name, points] of Object.entries(found)) {
  const row = ({ value, ms, operations, loaded, memory, formula }) => [value, `${ms.toPrecision(3)} ms`, `${(operations / speed).toPrecision(3)} ms`, megabytes(loaded), megabytes(memory), megabytes(formula)];
  const head = [name, "a step", "by operations", "memory, table read", "after an epoch", "by formula"];
  console.log([head, head.map(() => "---"), ...points.map(row)].map((parts) => `| ${parts.join(" | ")} |`).join("\n"), "\n");
}
const panels = (title, read) => Object.entries(found).map(([name, points]) => ({ title, x: name, points: points.map((point) => [point.value, ...read(point)]) }));
const drawing = figure("Milliseconds a step and megabytes of memory against rows, inputs, width and tasks, measured and by formula", [
  panels("ms a step", ({ ms, operations }) => [ms, operations / speed]),
  panels("memory, MB", ({ memory, formula }) => [memory / 1e6, formula / 1e6]),
]);
await writeFile(new URL("scale.svg", import.meta.url), drawing);
