// Several settings trained as one queue, on the page and for an embedding one; and two runs side by side.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, isReady, says, setting, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { made } from "./support/table.js";

let browser, server, host, axe;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  host = await embed(browser);
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(async () => {
  await browser.close();
  server.close();
  host.close();
});

const page = (query = "", options) => open(browser, `${server.origin}/?backend=cpu&example=penguins${query}`, options);
const button = (own, name) => own.getByRole("button", { name, exact: true });

// Opens the form, and ticks MGDA with two learning rates.
async function choose(own, { epochs = "4", seeds = "3" } = {}) {
  await isReady(own);
  await setting(own, "Epochs, at most", epochs);
  await own.getByText("Train several settings and compare them").click();
  await own.getByRole("group", { name: "Weighting" }).getByLabel("MGDA", { exact: true }).check();
  await own.getByLabel("Learning rates (empty: as set above)").fill("0,01 0.001");
  await own.getByLabel("Seeds of each").selectOption(seeds);
}

for (const theme of ["light", "dark"]) {
  test(`settings are trained, ranked, drawn and downloaded, and the best are used, ${theme}`, { timeout: 180_000 }, async () => {
    // The page's own policy would refuse axe.
    const own = await page(`&theme=${theme}`, { bypassCSP: true, acceptDownloads: true });
    await choose(own);
    await own.getByText("18 trainings of 4 epochs: train one run to know how long that takes.").waitFor();
    await button(own, "Train them all").click();
    const table = own.locator("table.sweep");
    await own.locator("table.sweep tr.best").waitFor({ timeout: 120_000 });
    const rows = await table.locator("tbody tr").all();
    const names = await Promise.all(rows.map((row) => row.locator("th").innerText()));
    assert.deepEqual(names.map((name) => name.replace(/\s*best$/, "")), [
      ...["MGDA · rate 0.01", "Equal · rate 0.01", "Random · rate 0.01"],
      ...["MGDA · rate 0.001", "Equal · rate 0.001", "Random · rate 0.001"],
    ]);
    for (const row of rows) {
      const cells = await row.locator("td").allTextContents();
      assert.equal(cells.length, 5);
      for (const cell of cells.slice(0, 3)) assert.match(cell, /^−?\d\.\d{3}−?\d\.\d{3} to −?\d\.\d{3}$/);
      assert.ok(Number(cells[3]) >= 1 && Number(cells[3]) <= 6, cells[3]);
    }
    // A plot for each task, with a dot for each row.
    const plots = own.locator("section:has(> #sweep-title) figure svg");
    assert.equal(await plots.count(), 3);
    assert.equal(await plots.first().locator("circle").count(), 6);
    const best = names.find((name) => /best$/.test(name)).replace(/\s*best$/, "");
    const said = await own.locator("section:has(> #sweep-title) .verdict").innerText();
    assert.ok(said.startsWith(`Best on validation rows: ${best}. On test rows, which chose nothing: Species`), said);
    const [download] = await Promise.all([own.waitForEvent("download"), own.getByRole("link", { name: "Download as CSV" }).click()]);
    assert.equal(download.suggestedFilename(), "polyhead-settings.csv");
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    assert.equal(lines.length, 7);
    assert.match(lines[0], /^configuration,seeds,mean rank,seconds,best,Species/);
    // Test scores of the best one only.
    const cells = lines.slice(1).map((line) => line.split(","));
    assert.deepEqual(cells.filter((own) => own[4] === "yes").map((own) => own[0]), [best]);
    for (const own of cells) assert.equal(own[8] !== "", own[4] === "yes", own.join());
    await own.addScriptTag({ content: axe });
    const { violations } = await own.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 80)).join(" | ")}`), []);
    await button(own, "Use the best settings").click();
    const rate = best.match(/rate (.*)$/)[1];
    await own.waitForFunction((rate) => [...document.querySelectorAll("#model input")].some(({ value }) => value === rate), rate);
    assertClean(own);
  });
}

test("the trainings are paused, gone on with and cancelled, and what they came to stays", { timeout: 120_000 }, async () => {
  const own = await page("", { viewport: { width: 320, height: 800 } });
  await choose(own, { epochs: "40", seeds: "10" });
  await button(own, "Train them all").click();
  await own.getByText(/^[1-9]\d* of 60 trainings done$/).waitFor({ timeout: 60_000 });
  await button(own, "Pause the trainings").click();
  await button(own, "Resume the trainings").waitFor();
  const done = own.getByText(/of 60 trainings done$/);
  const before = await done.innerText();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(await done.innerText(), before);
  await own.getByText("Not all trainings are done, so that none is the best yet.").waitFor();
  assert.equal(await own.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  await button(own, "Resume the trainings").click();
  await own.waitForFunction((before) => ![...document.querySelectorAll("span")].some(({ textContent }) => textContent === before), before);
  await button(own, "Cancel the trainings").click();
  await own.getByText("Train several settings and compare them").waitFor();
  assert.ok((await own.locator("table.sweep tbody tr").count()) > 0);
  assert.equal(await own.locator("table.sweep tr.best").count(), 0);
  assertClean(own);
});

test("what can't be trained is said before anything is", { timeout: 60_000 }, async () => {
  const own = await page();
  await choose(own);
  await own.getByRole("group", { name: "Weighting" }).getByLabel("Manual", { exact: true }).check();
  await button(own, "Train them all").click();
  await own.locator("#train .notice").getByText("in the configuration “Manual · rate 0.01”").waitFor();
  await own.getByLabel("Learning rates (empty: as set above)").fill("fast");
  await button(own, "Train them all").click();
  await own.locator("#train .notice").getByText("Learning rates: expected numbers").waitFor();
  assert.equal(await button(own, "Pause the trainings").count(), 0);
  assertClean(own);
});

test("two runs stand side by side with the settings that differ", { timeout: 120_000 }, async () => {
  const own = await page();
  await isReady(own);
  await own.getByLabel("Then train each task alone").uncheck();
  await setting(own, "Epochs, at most", "4");
  await train(own).click();
  await says(own, "Train again");
  for (const [field, value] of [["Learning rate", "0.02"], ["Seed", "11"]]) {
    await setting(own, field, value);
    await train(own).click();
    await own.locator(".runs tbody tr").nth(field === "Seed" ? 2 : 1).waitFor({ timeout: 60_000 });
  }
  await own.getByText("Two runs side by side", { exact: true }).click();
  const table = own.getByRole("region", { name: "Two runs side by side" });
  const cells = async () => {
    const rows = await table.locator("tbody tr").all();
    return Object.fromEntries(await Promise.all(rows.map(async (row) => {
      const [name, left, right] = await row.locator("th, td").allTextContents();
      return [name, [left, right]];
    })));
  };
  // The last two at first.
  assert.deepEqual((await cells()).Seed, ["7", "11"]);
  await own.getByLabel(/^Left/).selectOption("1");
  const found = await cells();
  assert.deepEqual([found.Seed, found["Learning rate"]], [["7", "11"], ["0.001", "0.02"]]);
  const scores = Object.entries(found).filter(([name]) => /^(Species|Body Mass|Sex)/.test(name));
  assert.equal(scores.length, 3);
  for (const [name, pair] of scores) for (const score of pair) assert.match(score, /^−?\d\.\d{3}$/, name);
  assertClean(own);
});

test("an embedding page trains several settings, and hears how far they are", { timeout: 120_000 }, async () => {
  const own = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const found = await own.evaluate(async (text) => {
    const head = document.querySelector("poly-head");
    await head.ready;
    const told = [];
    head.addEventListener("polyhead-sweeping", ({ detail }) => told.push(detail));
    await head.loadData(text, { name: "made", roles: { value: "task", side: "task", corner: "task" } });
    await head.configure({ epochs: 3 });
    const report = await head.sweep({ architectures: ["hard_sharing", "mmoe"], weightings: ["pcgrad"], seeds: 2 });
    const said = new Promise((resolve) => head.addEventListener("polyhead-swept", ({ detail }) => detail.seeds.length === 20 && resolve(detail)));
    await head.configure({ epochs: 200 });
    const cancelled = head.sweep({ seeds: 20 }).then(() => "it ended", ({ message }) => message);
    while (!told.some((progress) => progress?.total === 60 && progress.done > 0)) await new Promise((done) => setTimeout(done, 50));
    await head.pauseSweep();
    const partial = await said;
    await head.resumeSweep();
    await head.cancelSweep();
    const refusals = [];
    for (const asked of [{ weightings: ["manual"] }, { learningRates: [0] }, { architectures: ["best"] }]) {
      refusals.push(await head.sweep(asked).then(() => "it went on", ({ message }) => message));
    }
    return { told, report, partial, cancelled: await cancelled, refusals };
  }, made(200));
  assert.ok(found.told.filter(Boolean).every(({ total, doing }) => total > 0 && typeof doing === "string"));
  assert.deepEqual(found.report.settings.map(({ architecture, weighting }) => [architecture, weighting]), [
    ...[["hard_sharing", "pcgrad"], ["hard_sharing", "equal"], ["hard_sharing", "random"]],
    ...[["mmoe", "pcgrad"], ["mmoe", "equal"], ["mmoe", "random"]],
  ]);
  const { rows, best, bestTest } = found.report.comparison;
  assert.ok(found.report.isComplete && rows.length === 6 && rows[best].meanRank >= 1);
  for (const { valid, seconds, seeds } of rows) assert.ok(valid.every(({ mean }) => Number.isFinite(mean)) && seconds > 0 && seeds === 2);
  for (const { interval } of bestTest) assert.ok(interval[0] <= interval[1]);
  assert.ok(!found.partial.isComplete && found.partial.comparison.best === null);
  assert.match(found.cancelled, /the sweep did not end, because it was cancelled/);
  assert.match(found.refusals[0], /weighting\.weights: .*“Manual”/);
  assert.match(found.refusals[1], /optimizer\.learningRate: /);
  assert.match(found.refusals[2], /architectures: /);
  assert.deepEqual(own.errors, []);
});
