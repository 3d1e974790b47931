// Polyhead, TensorFlow.js and jax-js at the same job in the same browser, in turn: milliseconds, dispatches and submits a step.
//   npm install && node run.js [width=32,128] [batch=256] [tasks=3] [rounds=3] [only=polyhead:cpu,jax:wasm] [limit=2] [budget=60]
//   node run.js matrix [...]     all widths, batches and numbers of tasks, as Markdown tables on the standard output
// What a weighting costs: only=polyhead:cpu,polyhead:cpu:mgda:representation,polyhead:cpu:mgda:exact
// A step of more than `limit` seconds is not timed; whoever has run for `budget` seconds on a job is not run on it again.
// Needs a release build in dist/, or in POLYHEAD_DIST.
// Polyhead trains through its worker as users have it; the peers get the page's main thread, and jax-js its own threads.
// All start from the same parameters and take the same batches: where their losses differ, or where Polyhead does not run, the
// command fails.
import { launch } from "../../browser/support/browser.js";
import { EPOCHS, jobOf } from "./job.js";
import { runPeer, servePeers } from "./peers.js";
import { runPolyhead, servePolyhead } from "./polyhead.js";

// First losses are one forward pass in 32-bit numbers; after that rounding grows, and Adam at 1e-2 makes the most of it.
const FIRST_APART = 1e-4;
const LAST_APART = 0.01;
// A peer that says nothing for so long is given up.
const PATIENCE_MS = 600_000;
const everyone = "polyhead:cpu,tfjs:wasm,jax:wasm,polyhead:webgpu,tfjs:webgpu,jax:webgpu";

const isMatrix = process.argv.includes("matrix");
const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split("=")));
const list = (name, one, all) => (options[name] ?? (isMatrix ? all : one)).split(",");
const limit = 1000 * Number(options.limit ?? 2);
const budget = 1000 * Number(options.budget ?? 60);
const rounds = Number(options.rounds ?? 3);
const runners = list("only", everyone, everyone);

const browser = await launch();
const peers = await servePeers();
const servers = await servePolyhead(peers);

async function run(runner, job, query) {
  const [name, backend, kind = "equal", gramian = "representation"] = runner.split(":");
  if (name !== "polyhead") return runPeer(browser, peers, name, backend, `${query}&limit=${limit}`, PATIENCE_MS);
  return runPolyhead(browser, servers, backend, job, { kind, gramian }, limit).catch(({ message }) => ({ error: message.split("\n")[0] }));
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const apart = (losses) => (Math.max(...losses) - Math.min(...losses)) / Math.max(...losses);
const isGpu = (runner) => runner.split(":")[1] === "webgpu";

// The runners' rounds as one result each: medians of times, or the first trouble.
function summary(found) {
  const runs = [...found].map(([runner, runs]) => {
    const troubled = runs.find(({ error, slow }) => error || slow);
    return [runner, troubled ?? { ...runs[0], ms: median(runs.map(({ ms }) => ms)) }];
  });
  const all = new Map(runs);
  return runs.map(([runner, result]) => {
    const own = all.get(isGpu(runner) ? "polyhead:webgpu" : "polyhead:cpu");
    return { runner, ...result, ratio: result.ms / own?.ms };
  });
}

// Whether all who trained by equal weights have the same losses; says so where they have not.
function agree(results) {
  const equal = results.filter(({ runner }) => runner.split(":").length === 2);
  const losses = (name) => equal.map((result) => result[name]).filter((loss) => loss !== undefined);
  const far = [["first", FIRST_APART], ["last", LAST_APART]].filter(([name, most]) => losses(name).length > 1 && !(apart(losses(name)) <= most));
  for (const [name, most] of far) {
    console.error(`${name} losses lie ${apart(losses(name)).toPrecision(2)} of the largest apart, more than ${most}: ${losses(name).join(", ")}`);
  }
  const share = (name) => (losses(name).length > 1 ? apart(losses(name)).toExponential(0) : "–");
  return { isAgreed: far.length === 0, first: share("first"), last: share("last") };
}

function line({ runner, error, slow, ms, ratio, dispatches, submits, first, last }) {
  const name = runner.padEnd(32);
  if (error) return `${name} ${error}`;
  if (slow) return `${name} not timed: a step takes ${(slow / 1000).toFixed(1)} s, the limit is ${limit / 1000} s; first loss ${first.toFixed(3)}`;
  const times = `${ms.toFixed(2).padStart(9)} ms a step  ${ratio.toFixed(2).padStart(6)} times Polyhead's`;
  const work = `${dispatches.toFixed(1).padStart(6)} dispatches  ${submits.toFixed(1).padStart(5)} submits`;
  return `${name} ${times}  ${work}  loss ${first.toFixed(4)} -> ${last.toFixed(4)}`;
}

function cell({ runner, error, slow, ms, ratio, dispatches }) {
  if (error) return error.replace(/[|\n]/g, " ").slice(0, 60);
  if (slow) return `over ${limit / 1000} s a step`;
  const time = runner.startsWith("polyhead:") || !Number.isFinite(ratio) ? `${Number(ms.toPrecision(3))} ms` : `${Number(ratio.toPrecision(2))} times`;
  return isGpu(runner) ? `${time}, ${dispatches.toFixed(0)} dispatches` : time;
}

const titles = { polyhead: "Polyhead", tfjs: "TensorFlow.js", jax: "jax-js" };
const title = (runner) => [titles[runner.split(":")[0]], ...runner.split(":").slice(1)].join(" ");

function markdown(cells, chosen) {
  const head = ["width", "batch", "tasks", ...chosen.map(title)];
  const row = ({ job, results }) => [job.width, job.batch, job.tasks, ...chosen.map((runner) => cell(results.find((result) => result.runner === runner)))];
  return [head, head.map(() => "---"), ...cells.map(row)].map((parts) => `| ${parts.join(" | ")} |`).join("\n");
}

const cells = [];
for (const width of list("width", "128", "32,128,512")) {
  for (const batch of list("batch", "256", "32,256,2048")) {
    for (const tasks of list("tasks", "3", "2,3,10")) {
      const query = new URLSearchParams({ width, batch, tasks });
      const job = jobOf(query);
      const found = new Map(runners.map((runner) => [runner, []]));
      const spent = new Map(runners.map((runner) => [runner, 0]));
      for (let round = 0; round < rounds; round++) {
        for (const [runner, runs] of found) {
          // Who was in trouble once is not waited for again.
          if (spent.get(runner) > budget || runs.some(({ error, slow }) => error || slow)) continue;
          const start = performance.now();
          runs.push(await run(runner, job, query));
          spent.set(runner, spent.get(runner) + performance.now() - start);
        }
      }
      const results = summary(found);
      const agreement = agree(results);
      const isBroken = results.some(({ runner, error }) => runner.startsWith("polyhead:") && error);
      if (isBroken || !agreement.isAgreed) process.exitCode = 1;
      cells.push({ job, results });
      // Tables are to be pasted, so that progress goes elsewhere.
      const say = isMatrix ? console.error : console.log;
      say(`\nwidth ${width}, batch ${batch}, ${tasks} tasks`);
      for (const result of results) say(line(result));
      say(`of the largest loss, the first ones lie ${agreement.first} apart, the last ones ${agreement.last}, after ${EPOCHS} epochs`);
    }
  }
}
if (isMatrix) {
  for (const chosen of [runners.filter((runner) => !isGpu(runner)), runners.filter(isGpu)]) {
    if (chosen.length > 0) console.log(`\n${markdown(cells, chosen)}`);
  }
}
await browser.close();
for (const server of [peers, servers]) server.close();
