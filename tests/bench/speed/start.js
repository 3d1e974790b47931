// How soon the page can be used and how soon a press on Train draws a loss: a first visit and a second one, by the default example.
//   node start.js [rounds=3] [only=cpu,webgpu] [stay=5]        (needs a release build in dist/, or in POLYHEAD_DIST)
// Every round has a fresh profile. The second visit is another process of the browser with that profile, after the first stayed
// `stay` seconds, in which browsers keep compiled wasm. The app is served as by GitHub Pages (`caching.js`), without a network between.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchIn } from "../../browser/support/browser.js";
import { serveCached } from "./caching.js";

const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split("=")));
const rounds = Number(options.rounds ?? 3);
const backends = (options.only ?? "cpu,webgpu").split(",");
const stay = 1000 * Number(options.stay ?? 5);

// In the page, before its own code: notes when something is first there to be seen, in milliseconds of the page's clock.
function watch() {
  window.seen = {};
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask", buffered: true });
  const painted = (name) => {
    if (name in seen) return;
    seen[name] = null;
    // The second frame begins once the first is on its way to the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => (seen[name] = performance.now())));
  };
  const look = () => {
    const button = document.querySelector("#train-button");
    if (button) painted("controls");
    if (button && !button.disabled) painted("ready");
    if ("pressed" in seen && /\d/.test(document.querySelector(".loss figcaption span")?.textContent)) painted("loss");
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  const press = ({ target, timeStamp }) => target.id === "train-button" && (seen.pressed ??= timeStamp);
  addEventListener("click", press, { capture: true });
}

// Milliseconds from a press on Train to the first drawn loss; the run is reset after that.
async function press(page) {
  await page.evaluate(() => ["pressed", "loss"].forEach((name) => delete seen[name]));
  await page.click("#train-button");
  await page.waitForFunction(() => seen.loss, null, { timeout: 120_000 });
  const ms = await page.evaluate(() => seen.loss - seen.pressed);
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForFunction(() => document.querySelector("#train-button").textContent === "Train");
  return ms;
}

async function visit(folder, server, backend) {
  const context = await launchIn(folder);
  const page = await context.newPage();
  await page.addInitScript(watch);
  await page.goto(`${server.origin}/?backend=${backend}`);
  await page.waitForFunction(() => seen.ready, null, { timeout: 120_000 });
  const badge = await page.locator(".badge").textContent();
  if ((badge === "CPU") !== (backend === "cpu")) throw new Error(`asked for ${backend}, got ${badge}`);
  const start = await page.evaluate(() => ({
    controls: seen.controls,
    ready: seen.ready,
    longest,
  }));
  const files = () => performance.getEntriesByType("resource").map(({ transferSize, decodedBodySize }) => ({ transferSize, decodedBodySize }));
  const loaded = [await page.evaluate(files), await page.workers()[0].evaluate(files)].flat();
  const cached = loaded.filter(({ transferSize }) => transferSize === 0).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
  const first = await press(page);
  const again = await press(page);
  await page.waitForTimeout(stay);
  await context.close();
  const sent = server.sent();
  return { ...start, first, again, cached, sent: sent.reduce((sum, { bytes }) => sum + bytes, 0), requests: sent.length };
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const columns = [
  ["controls drawn", "controls", seconds],
  ["ready to train", "ready", seconds],
  ["longest task till then", "longest", seconds],
  ["Train to first loss", "first", seconds],
  ["once more", "again", seconds],
  ["sent, gzipped", "sent", megabytes],
  ["requests", "requests", String],
  ["from its cache, unpacked", "cached", megabytes],
];

const found = new Map();
for (let round = 0; round < rounds; round++) {
  for (const backend of backends) {
    const server = await serveCached();
    const folder = await mkdtemp(join(tmpdir(), "polyhead-profile-"));
    for (const name of ["first", "second"]) {
      const key = `${backend}, ${name} visit`;
      found.set(key, [...(found.get(key) ?? []), await visit(folder, server, backend)]);
    }
    await rm(folder, { recursive: true });
    server.close();
  }
}
const rows = [...found].map(([name, visits]) => [name, ...columns.map(([, key, format]) => format(median(visits.map((visit) => visit[key]))))]);
const head = ["", ...columns.map(([title]) => title)];
console.log([head, head.map(() => "---"), ...rows].map((parts) => `| ${parts.join(" | ")} |`).join("\n"));
