// Polyhead, TensorFlow.js and jax-js at the same job in the same browser, in turn: milliseconds, dispatches and submits a step.
//   npm install && node run.js [width=32,128] [batch=256] [tasks=3] [rounds=3] [only=polyhead:cpu,jax:wasm] [dist=DIR]
// What a weighting costs: only=polyhead:cpu,polyhead:cpu:mgda:representation,polyhead:cpu:mgda:exact
// Polyhead trains through its worker as users have it; the peers get the page's main thread, and jax-js its own threads.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { extname, join, normalize } from "node:path";
import { createServer } from "node:http";
import { launch } from "../../browser/support/browser.js";
import { serve } from "../../browser/support/server.js";
import { BATCHES, COUNTER, EPOCHS, RATE, jobOf, pace, rows } from "./job.js";

const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split("=")));
const list = (name, fallback) => (options[name] ?? fallback).split(",");
const everyone = "polyhead:cpu,tfjs:wasm,jax:wasm,polyhead:webgpu,tfjs:webgpu,jax:webgpu";

// The peers' files, with the headers that let jax-js use threads.
async function servePeers() {
  const root = fileURLToPath(new URL(".", import.meta.url));
  const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    try {
      const body = await readFile(join(root, path));
      response.writeHead(200, {
        "Content-Type": types[extname(path)] ?? "application/octet-stream",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function runPeer(browser, peers, name, backend, query) {
  const page = await browser.newPage();
  await page.addInitScript(COUNTER);
  await page.goto(`${peers.origin}/${name}.html?${query}&backend=${backend}`);
  await page.waitForFunction(() => window.done, null, { timeout: 900_000 });
  const done = await page.evaluate(() => window.done);
  await page.close();
  return done;
}

function tableOf(job) {
  const { inputs, tasks, batch } = job;
  const count = BATCHES * batch + 40;
  const { x, labels } = rows(job, count);
  const names = [...Array.from({ length: inputs }, (_, input) => `x${input}`), ...labels.map((_, task) => `task${task}`), "split"];
  const split = (row) => (row < BATCHES * batch ? "train" : row % 2 ? "valid" : "test");
  const line = (row) => [...x.subarray(row * inputs, (row + 1) * inputs), ...labels.map((of) => `c${of[row]}`), split(row)].join();
  return [names.join(), ...Array.from({ length: count }, (_, row) => line(row))].join("\n");
}

async function runPolyhead(browser, pages, host, app, backend, job, weighting) {
  pages["/host"] = `<!doctype html><script type="module" src="${app.origin}/polyhead.js"></script><poly-head backend="${backend}" hide="data,explore"></poly-head>`;
  const page = await browser.newPage();
  await page.route("**/start-worker.js*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${COUNTER}\n${await response.text()}` });
  });
  await page.goto(`${host.origin}/host`);
  await page.waitForFunction(() => customElements.get("poly-head"));
  const roles = Object.fromEntries(Array.from({ length: job.tasks }, (_, task) => [`task${task}`, "task"]));
  const config = {
    architecture: { trunk: [job.width, job.width] },
    weighting,
    optimizer: { kind: "adam", learningRate: RATE, weightDecay: 0 },
    batchSize: job.batch,
    epochs: 100_000,
    earlyStopping: null,
  };
  await page.evaluate(
    async ([table, roles, config]) => {
      window.head = document.querySelector("poly-head");
      const device = await head.ready;
      if (device.backend !== new URLSearchParams(new URL(head.querySelector("iframe").src).search).get("backend")) throw new Error(device.reason);
      await head.loadData(table, { roles });
      await head.configure(config);
      window.epochs = [];
      head.addEventListener("polyhead-metrics", ({ detail }) => (detail.tasks ? epochs.push(detail) : (window.latest = detail)));
      await head.step(1);
      window.first = latest.losses.reduce((sum, loss) => sum + loss);
    },
    [tableOf(job), roles, config],
  );
  const run = (count) => page.evaluate((steps) => head.step(steps), count * BATCHES);
  const work = () => page.workers()[0].evaluate(() => ({ ...gpuWork }));
  // The first step is taken.
  await page.evaluate((steps) => head.step(steps), EPOCHS * BATCHES - 1);
  const [first, last] = await page.evaluate(() => [first, Object.values(epochs.at(-1).tasks).reduce((sum, task) => sum + task.trainLoss, 0)]);
  const before = await work();
  await run(1);
  const after = await work();
  const { ms } = await pace(run);
  await page.close();
  return { ms: ms / BATCHES, dispatches: (after.dispatches - before.dispatches) / BATCHES, submits: (after.submits - before.submits) / BATCHES, first, last };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const browser = await launch();
const pages = {};
const [peers, app, host] = await Promise.all([servePeers(), serve(), serve(pages)]);
for (const width of list("width", "128")) {
  for (const batch of list("batch", "256")) {
    for (const tasks of list("tasks", "3")) {
      const query = new URLSearchParams({ width, batch, tasks });
      const job = jobOf(query);
      const found = new Map();
      for (let round = 0; round < Number(options.rounds ?? 3); round++) {
        for (const runner of list("only", everyone)) {
          const [name, backend, kind = "equal", gramian = "representation"] = runner.split(":");
          const done =
            name === "polyhead"
              ? await runPolyhead(browser, pages, host, app, backend, job, { kind, gramian })
              : await runPeer(browser, peers, name, backend, query);
          found.set(runner, [...(found.get(runner) ?? []), done]);
        }
      }
      console.log(`\nwidth ${width}, batch ${batch}, ${tasks} tasks`);
      for (const [runner, runs] of found) {
        const trouble = runs.find(({ error }) => error);
        if (trouble) {
          console.log(`${runner.padEnd(16)} ${trouble.error}`);
          continue;
        }
        const ms = median(runs.map(({ ms }) => ms));
        const { dispatches, submits, first, last } = runs[0];
        const own = found.get(runner.includes(":webgpu") ? "polyhead:webgpu" : "polyhead:cpu");
        const ratio = own?.every(({ error }) => !error) ? ms / median(own.map(({ ms }) => ms)) : NaN;
        console.log(
          `${runner.padEnd(32)} ${ms.toFixed(2).padStart(9)} ms a step  ${ratio.toFixed(2).padStart(6)} times Polyhead's  ` +
            `${dispatches.toFixed(1).padStart(6)} dispatches  ${submits.toFixed(1).padStart(5)} submits  loss ${first.toFixed(3)} -> ${last.toFixed(3)}`,
        );
      }
      const last = [...found.values()].map(([run]) => run.last).filter(Number.isFinite);
      const apart = (Math.max(...last) - Math.min(...last)) / Math.max(...last);
      console.log(`last losses lie ${(100 * apart).toFixed(0)} % apart (each starts from its own random weights)`);
    }
  }
}
await browser.close();
for (const server of [peers, app, host]) server.close();
