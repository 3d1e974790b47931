// Polyhead as users have it: its element in another page, its session in its worker.
import { serve } from "../../browser/support/server.js";
import { MEMORY, bytesTaken } from "../memory.js";
import { COUNTER, EPOCHS, RATE, SEED, pace, probe } from "./job.js";

// The app, and a page around it that can import the job from `peers`.
export async function servePolyhead(peers) {
  const pages = {};
  const [app, host] = await Promise.all([serve(), serve(pages)]);
  return { app, host, pages, peers, close: () => [app, host].forEach((server) => server.close()) };
}

const configOf = (job, weighting) => ({
  seed: SEED,
  architecture: { trunk: [job.width, job.width] },
  weighting,
  optimizer: { kind: "adam", learningRate: RATE, weightDecay: 0 },
  batchSize: job.batch,
  epochs: 100_000,
  earlyStopping: null,
});

// A page with the job's table loaded and its first step taken. `idle` and `loaded` are the worker's memory in bytes before and between,
// `first` is the loss before the step, summed over the tasks.
export async function openPolyhead(browser, { app, host, pages, peers }, backend, job, { weighting = { kind: "equal" }, hide = "data,explore" } = {}) {
  pages["/host"] = `<!doctype html><script type="module" src="${app.origin}/polyhead.js"></script><poly-head backend="${backend}" hide="${hide}"></poly-head>`;
  const page = await browser.newPage();
  await page.route("**/start-worker.js*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${COUNTER}\n${MEMORY}\n${await response.text()}` });
  });
  await page.goto(`${host.origin}/host`);
  await page.waitForFunction(() => customElements.get("poly-head"));
  await page.evaluate(async () => {
    window.head = document.querySelector("poly-head");
    const device = await head.ready;
    if (device.backend !== head.getAttribute("backend")) throw new Error(device.reason);
    head.addEventListener("polyhead-metrics", ({ detail }) => (detail.tasks ? (window.epoch = detail) : (window.latest = detail)));
  });
  const idle = await bytesTaken(page);
  await page.evaluate(
    async ([module, job, config]) => {
      const { tableOf } = await import(module);
      const roles = Object.fromEntries(Array.from({ length: job.tasks }, (_, task) => [`task${task}`, "task"]));
      await head.loadData(tableOf(job), { roles });
      await head.configure(config);
    },
    [`${peers.origin}/job.js`, job, configOf(job, weighting)],
  );
  const loaded = await bytesTaken(page);
  await steps(page)(1);
  const first = await page.evaluate(() => latest.losses.reduce((sum, loss) => sum + loss));
  return { page, idle, loaded, first };
}

// Takes steps.
export const steps = (page) => (count) => page.evaluate((count) => head.step(count), count);

// Times and losses of a run; a step that takes more than `limit` milliseconds is not timed.
export async function runPolyhead(browser, servers, backend, job, weighting, limit) {
  const { page, first } = await openPolyhead(browser, servers, backend, job, { weighting });
  try {
    const run = steps(page);
    const slow = await probe(run);
    if (slow > limit) return { slow, first };
    // Three steps are taken.
    await run(EPOCHS * job.batches - 3);
    const last = await page.evaluate(() => Object.values(epoch.tasks).reduce((sum, task) => sum + task.trainLoss, 0));
    const work = () => page.workers()[0].evaluate(() => ({ ...gpuWork }));
    const before = await work();
    await run(job.batches);
    const after = await work();
    const each = (name) => (after[name] - before[name]) / job.batches;
    return { ms: await pace(run), dispatches: each("dispatches"), submits: each("submits"), first, last };
  } finally {
    await page.close();
  }
}
