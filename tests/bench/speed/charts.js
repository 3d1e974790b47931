// What drawing the loss curves costs training: the same job with the Training panel shown and hidden, in turn.
//   node charts.js [width=32,128] [batch=32] [tasks=3] [rounds=5] [backend=cpu]        (needs a release build in dist/, or in POLYHEAD_DIST)
// Small jobs draw most: they end the most epochs a second. Drawing is the work of other threads than the worker's, so that on a machine
// with nothing else to do it only costs training what the worker's own CPU time says; with fewer cores than threads it costs more.
import { launch } from "../../browser/support/browser.js";
import { jobOf, pace } from "./job.js";
import { servePeers } from "./peers.js";
import { openPolyhead, servePolyhead, steps } from "./polyhead.js";
import { computed } from "./threads.js";

const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split("=")));
const rounds = Number(options.rounds ?? 5);
const backend = options.backend ?? "cpu";
const rest = "header,steps,data,model,explore";

// Without a GPU in software, which would draw with the CPU that trains.
const browser = await launch({ gpu: backend !== "cpu" });
const peers = await servePeers();
const servers = await servePolyhead(peers);

async function run(job, isShown) {
  const { page } = await openPolyhead(browser, servers, backend, job, { hide: isShown ? rest : `${rest},train` });
  let taken = 0;
  const take = steps(page);
  const [before, start] = [computed(), performance.now()];
  const ms = await pace((count) => {
    taken += count;
    return take(count);
  });
  const [after, wall] = [computed(), performance.now() - start];
  const spent = [...after].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)]);
  const sum = (isWanted) => spent.filter(([name]) => isWanted(name === "DedicatedWorker")).reduce((sum, [, ms]) => sum + ms, 0);
  const worker = sum((isWorker) => isWorker) / taken;
  const others = sum((isWorker) => !isWorker) / wall;
  const frame = page.frames().find((frame) => frame.url().startsWith(servers.app.origin));
  const drawn = await frame.locator(".loss .line.solid").count();
  if (drawn !== (isShown ? job.tasks : 0)) throw new Error(`${drawn} curves were drawn`);
  await page.close();
  return { ms, worker, others };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const span = (values) => `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
for (const width of (options.width ?? "32,128").split(",")) {
  const job = jobOf(new URLSearchParams({ width, batch: options.batch ?? 32, tasks: options.tasks ?? 3 }));
  const found = { shown: [], hidden: [] };
  for (let round = 0; round < rounds; round++) {
    // Whoever goes second finds another machine: take turns at that, too.
    const order = round % 2 ? ["hidden", "shown"] : ["shown", "hidden"];
    for (const name of order) found[name].push(await run(job, name === "shown"));
  }
  console.log(`width ${job.width}, batch ${job.batch}, ${job.tasks} tasks, ${rounds} rounds`);
  const values = (name, key) => found[name].map((run) => run[key]);
  for (const name of Object.keys(found)) {
    const [ms, worker, others] = ["ms", "worker", "others"].map((key) => median(values(name, key)));
    console.log(`${name.padEnd(7)} ${ms.toFixed(3)} ms a step (${span(values(name, "ms"))}), ${worker.toFixed(3)} of the worker's CPU; other threads keep ${others.toFixed(2)} cores busy`);
  }
  const ratio = (key) => (median(values("shown", key)) / median(values("hidden", key))).toFixed(3);
  console.log(`shown takes ${ratio("ms")} times as long as hidden, ${ratio("worker")} times the worker's CPU`);
}
await browser.close();
for (const server of [peers, servers]) server.close();
