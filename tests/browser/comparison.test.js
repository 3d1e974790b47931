// A run beside each task alone, linear models, trees and the baseline: on the page, and for an embedding one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, heads, isReady, setting, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { made } from "./support/table.js";

let browser, server, host;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  host = await embed(browser);
});
after(async () => {
  await browser.close();
  server.close();
  host.close();
});

const seeds = (page) => page.locator(".comparison").getByRole("combobox", { name: "Seeds" });
const page = (query = "") => open(browser, `${server.origin}/?backend=cpu&example=penguins${query}`);

test("the verdict on penguins stands soon after Train, with every model beside it", { timeout: 120_000 }, async () => {
  const own = await page();
  await isReady(own);
  const began = Date.now();
  await train(own).click();
  const verdict = own.locator(".verdict");
  await verdict.waitFor({ timeout: 60_000 });
  const seconds = (Date.now() - began) / 1000;
  assert.ok(seconds < 15, `${seconds} s`);
  const rows = await own.locator(".compared tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  assert.deepEqual(cells.map(([task]) => task), ["Species", "Body Mass (g)", "Sex"]);
  for (const [task, , together, alone, gain, linear, trees, baseline] of cells) {
    for (const score of [together, alone, linear, trees, baseline]) assert.match(score, /^\d\.\d{3}$/, task);
    assert.match(gain, /^[+-][\d.]+ %[+-][\d.]+ to [+-][\d.]+ %$/, task);
    assert.ok(Number(baseline) < Number(alone), task);
  }
  // One seed is never a win.
  const said = await own.locator(".verdict, .verdicts li").allTextContents();
  assert.ok(said.every((sentence) => !/^Learning together (helps|hurts)/.test(sentence)), said.join("\n"));
  assertClean(own);
});

test("more seeds are asked for, and a comparison can be stopped", { timeout: 120_000 }, async () => {
  const own = await page();
  await isReady(own);
  await train(own).click();
  await own.locator(".verdict").waitFor({ timeout: 60_000 });
  await own.getByText("How this was found, and what it means").click();
  await own.getByText("as there is one seed").waitFor();
  await seeds(own).selectOption("10");
  await own.getByRole("button", { name: "Compare", exact: true }).click();
  await own.getByRole("button", { name: "Stop comparing" }).click();
  await seeds(own).selectOption("3");
  await own.getByRole("button", { name: "Compare", exact: true }).click();
  await own.getByText("and 3 seeds, so that the luck of both is in them").waitFor({ state: "attached", timeout: 60_000 });
  // The page answers while a comparison goes on, and a new run ends it.
  await seeds(own).selectOption("10");
  await own.getByRole("button", { name: "Compare", exact: true }).click();
  await own.getByRole("button", { name: "Stop comparing" }).waitFor();
  await train(own).click();
  await own.getByRole("button", { name: "Stop comparing" }).waitFor({ state: "detached" });
  assertClean(own);
});

test("with the switch off nothing is compared until it is asked for", { timeout: 60_000 }, async () => {
  const own = await page();
  await isReady(own);
  await own.getByLabel("Then train each task alone").uncheck();
  await setting(own, "Epochs, at most", "3");
  await train(own).click();
  await own.getByRole("button", { name: "Compare", exact: true }).waitFor();
  assert.equal(await own.locator(".verdict").count(), 0);
  assertClean(own);
});

test("runs are listed with what was changed, and an earlier one can be shown again", { timeout: 120_000 }, async () => {
  const own = await page();
  await isReady(own);
  await setting(own, "Epochs, at most", "4");
  await train(own).click();
  await own.locator(".verdict").waitFor({ timeout: 60_000 });
  const first = await heads(own, "valid");
  assert.equal(await own.locator(".runs").count(), 0);
  await setting(own, "Learning rate", "0.02");
  await train(own).click();
  const runs = own.locator(".runs tbody tr");
  await runs.nth(1).waitFor({ timeout: 60_000 });
  assert.match(await runs.nth(1).innerText(), /optimizer\.learningRate 0\.02/);
  assert.notDeepEqual(await heads(own, "valid"), first);
  await own.getByRole("button", { name: "Show run 1" }).click();
  await own.locator(".runs tbody tr").first().getByText("shown").waitFor();
  assert.deepEqual(await heads(own, "valid"), first);
  assertClean(own);
});

test("an embedding page compares, lists runs, and goes back to an earlier one", { timeout: 120_000 }, async () => {
  const own = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const found = await own.evaluate(async (text) => {
    const head = document.querySelector("poly-head");
    await head.ready;
    const told = [];
    head.addEventListener("polyhead-comparing", ({ detail }) => told.push(detail));
    const by_itself = new Promise((resolve) => head.addEventListener("polyhead-compared", resolve, { once: true }));
    await head.loadData(text, { name: "made", roles: { value: "task", side: "task", corner: "task" } });
    await head.configure({ epochs: 5, comparison: { resamples: 200 } });
    await head.train();
    const first = (await by_itself).detail;
    const rows = [{ x1: 0.25, x2: -0.5, colour: "red" }];
    const [before] = await head.predict(rows);
    await head.configure({ seed: 11 });
    await head.train();
    const compared = await head.compare({ seeds: 2 });
    const runs = await head.runs();
    const [other] = await head.predict(rows, { run: 1 });
    const [latest] = await head.predict(rows);
    await head.recall(1);
    const [again] = await head.predict(rows);
    const refused = await head.compare({ seeds: 0 }).then(() => "it went on", ({ message }) => message);
    return { told, first, before, compared, runs, other, latest, again, refused };
  }, made(300));
  // The comparison of the first run ends with the second one.
  const told = found.told.filter((progress) => progress);
  assert.ok(told.length > 0 && told.every(({ total, doing }) => total > 0 && doing));
  for (const { singleTask, gainPercent, name } of found.first.tasks) {
    assert.ok(singleTask.test.loss > 0, name);
    assert.equal(typeof gainPercent, "number", name);
  }
  assert.ok(found.first.improvement.low <= found.first.improvement.high);
  assert.deepEqual(found.compared.comparison.seeds, [11, 12]);
  assert.deepEqual(found.runs.map(({ run, config }) => [run, config.seed]), [[1, 7], [2, 11]]);
  assert.deepEqual([found.other, found.again], [found.before, found.before]);
  assert.notDeepEqual(found.latest, found.before);
  assert.match(found.refused, /expected 1 to 100/);
  assert.deepEqual(own.errors, []);
});
