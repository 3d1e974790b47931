// What drawing the loss curves costs training: the same job with the Training panel shown and hidden, in turn.
//   node charts.js [width=32,128] [batch=32] [tasks=3] [rounds=5] [backend=cpu]        (needs a release build in dist/, or in POLYHEAD_DIST)
// Small jobs draw most: they end the most epochs a second. Drawing is the page's thread's work, training the worker's.
import { launch } from "../../browser/support/browser.js";
import { jobOf, pace } from "./job.js";
import { servePeers } from "./peers.js";
import { openPolyhead, servePolyhead, steps } from "./polyhead.js";

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
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  const [before, start] = [await busy(), performance.now()];
  const ms = await pace(steps(page));
  const share = ((await busy()) - before) / ((performance.now() - start) / 1000);
  const frame = page.frames().find((frame) => frame.url().startsWith(servers.app.origin));
  const drawn = await frame.locator(".loss .line.solid").count();
  if (drawn !== (isShown ? job.tasks : 0)) throw new Error(`${drawn} curves were drawn`);
  await page.close();
  return { ms, share };
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
  const times = (name) => found[name].map(({ ms }) => ms);
  for (const name of Object.keys(found)) {
    const share = 100 * median(found[name].map(({ share }) => share));
    console.log(`${name.padEnd(7)} ${median(times(name)).toFixed(3)} ms a step (${span(times(name))}), page's thread busy for ${share.toFixed(0)} % of the time`);
  }
  console.log(`shown takes ${(median(times("shown")) / median(times("hidden"))).toFixed(3)} times as long as hidden`);
}
await browser.close();
for (const server of [peers, servers]) server.close();
