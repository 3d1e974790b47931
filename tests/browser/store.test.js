// What is kept for the next visit, and what happens when the worker, its device or its numbers fail.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, endless, heads, isReady, says, setting, step, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop, made, role } from "./support/table.js";

let browser, server, address;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  address = `${server.origin}/?backend=cpu`;
});
after(async () => {
  await browser.close();
  server.close();
});

const notice = (page) => page.locator(".restored");
const kept = (page) => page.getByText("Kept in this browser for your next visit").waitFor();
const facts = (page) => page.locator("#data .facts").textContent();
const reachesStep = (page, least) =>
  page.waitForFunction((least) => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) >= least, least, { timeout: 60_000 });

// The worker can be ended, and made to fail, as nothing on the page can.
const withWorkers = (page) =>
  page.addInitScript(() => {
    globalThis.started = [];
    globalThis.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        started.push(this);
      }
    };
  });
const openWithWorkers = (query = "") => open(browser, `${address}${query}`, { prepare: withWorkers });
const kill = (page) => page.evaluate(() => started.at(-1).terminate());

test("a page that is loaded again in mid-run has its table, its roles and its run, and goes on from there", { timeout: 120_000 }, async () => {
  const page = await open(browser, address);
  await isReady(page);
  await drop(page, "mine.csv", made(300, 40));
  await page.getByText("mine.csv", { exact: true }).waitFor();
  for (const column of ["value", "side", "corner"]) await role(page, column, "task");
  await role(page, "colour", "ignore");
  await endless(page);
  await setting(page, "Seed", "11");
  await train(page).click();
  await reachesStep(page, 100);
  await page.waitForTimeout(4_000);
  const before = { facts: await facts(page), steps: await step(page) };
  // Nothing is lost, so nothing is asked.
  await page.reload();
  await notice(page).getByText(/Taken up from .*: “mine\.csv”\. Run 1 waits at step [\d\s]+ of/).waitFor();
  const steps = await step(page);
  assert.ok(steps > 50 && steps < before.steps + 2_000, `${steps} after ${before.steps}`);
  assert.equal(await facts(page), before.facts);
  assert.equal(await page.getByLabel("Role of colour", { exact: true }).inputValue(), "ignore");
  assert.equal(await page.getByLabel("Role of side", { exact: true }).inputValue(), "task");
  await says(page, "Resume");
  // It can be read again in another way, too.
  assert.ok(await page.getByText("How cells are read").isVisible());
  await notice(page).getByRole("button", { name: "Go on" }).click();
  await reachesStep(page, steps + 20);
  assert.equal(await notice(page).count(), 0);
  assertClean(page);
});

test("a run that was loaded again ends with the same scores as one that was not, and ended runs stay", { timeout: 120_000 }, async () => {
  const ends = async (page) => {
    await says(page, "Train again");
    return heads(page, "test");
  };
  const begin = async () => {
    const page = await open(browser, address);
    await isReady(page);
    await page.getByLabel("Then train each task alone").uncheck();
    await setting(page, "Epochs, at most", "400");
    await setting(page, "Stop when validation is flat for (epochs; empty: never)", "");
    await train(page).click();
    return page;
  };
  const whole = await ends(await begin());
  const page = await begin();
  await reachesStep(page, 20);
  await page.reload();
  await notice(page).getByRole("button", { name: "Go on" }).click();
  assert.deepEqual(await ends(page), whole);
  await kept(page);
  await page.reload();
  await notice(page).getByText(/“Penguins” and 1 run\./).waitFor();
  assert.deepEqual(await ends(page), whole);
  // All of it is forgotten with one button, and a question.
  await notice(page).getByRole("button", { name: "Forget everything" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep them" }).click();
  await notice(page).getByRole("button", { name: "Forget everything" }).click();
  await Promise.all([
    page.waitForEvent("framenavigated"),
    page.getByRole("dialog").getByRole("button", { name: "Forget everything" }).click(),
  ]);
  await isReady(page);
  await says(page, "Train");
  assert.equal(await notice(page).count(), 0);
  assertClean(page);
});

test("two tabs keep a table each, and a third takes up neither while they are open", { timeout: 60_000 }, async () => {
  const first = await open(browser, address);
  const second = await first.context().newPage();
  await second.goto(address);
  for (const [page, name] of [[first, "one.csv"], [second, "two.csv"]]) {
    await isReady(page);
    await drop(page, name, made(60));
    await page.getByText(name, { exact: true }).waitFor();
    await kept(page);
  }
  await Promise.all([first.reload(), second.reload()]);
  await notice(first).getByText("“one.csv”").waitFor();
  await notice(second).getByText("“two.csv”").waitFor();
  const third = await first.context().newPage();
  await third.goto(address);
  await isReady(third);
  assert.match(await facts(third), /Moons, spiral and hill/);
  await second.close();
  await third.close();
  // Once it is closed, its work is taken up by the next visit; an address that asks for another table gets that.
  const other = await first.context().newPage();
  await other.goto(`${address}&example=ames_houses`);
  await isReady(other);
  assert.equal(await notice(other).count(), 0);
  assertClean(first);
});

test("with keep=no, and in a frame, nothing is kept", { timeout: 60_000 }, async () => {
  const page = await open(browser, `${address}&keep=no`);
  await isReady(page);
  await drop(page, "mine.csv", made(60));
  await page.getByText("mine.csv", { exact: true }).waitFor();
  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  assert.deepEqual(await names(), []);
  assert.equal(await page.getByText("Kept in this browser").count(), 0);
  const host = await embed(browser);
  const held = await host.open(`<poly-head backend="cpu"></poly-head>`);
  await held.evaluate(async (text) => {
    const head = document.querySelector("poly-head");
    await head.loadData(text, { roles: { value: "task" } });
    await head.train({ epochs: 2 });
  }, made(60));
  assert.equal(await held.frameLocator("iframe").getByText("Kept in this browser").count(), 0);
  host.close();
});

test("a full disk is said, and training goes on", { timeout: 60_000 }, async () => {
  const page = await open(browser, address);
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 1 });
  await isReady(page);
  await drop(page, "mine.csv", made(5_000));
  await page.getByText("mine.csv", { exact: true }).waitFor();
  await page.getByText("Not kept for your next visit: the disk is full, or this site may use no more of it.").waitFor();
  await role(page, "value", "task");
  await setting(page, "Epochs, at most", "2");
  await page.getByLabel("Then train each task alone").uncheck();
  await train(page).click();
  await says(page, "Train again");
  assertClean(page);
});

test("a worker that fails is started again, and its run goes on by itself", { timeout: 120_000 }, async () => {
  const page = await openWithWorkers();
  await isReady(page);
  await endless(page);
  await train(page).click();
  await reachesStep(page, 50);
  await page.workers().at(-1).evaluate(() => setTimeout(() => { throw new Error("forced"); }));
  await notice(page).getByText(/The worker stopped \(.*forced\) and was started again with “Penguins”\. Run 1 goes on from step/).waitFor();
  await reachesStep(page, (await step(page)) + 20);
  assert.equal(await page.locator(".badge").textContent(), "CPU");
  await notice(page).getByRole("button", { name: "Dismiss" }).click();
  // The browser may end it without a word.
  await kill(page);
  await notice(page).getByText("The worker stopped (the browser ended it)").waitFor();
  await reachesStep(page, (await step(page)) + 20);
  // One that stops each time is left alone.
  await kill(page);
  await page.locator("[role=alert]").filter({ hasText: "it was started again twice, and stopped each time" }).waitFor();
});

// More by POLYHEAD_MOMENTS.
test("killed at random moments, a run with its comparison comes to the same end", { timeout: 900_000 }, async () => {
  const moments = Number(process.env.POLYHEAD_MOMENTS ?? 10);
  const begin = async () => {
    const page = await openWithWorkers();
    await isReady(page);
    await setting(page, "Seed", "5");
    const began = Date.now();
    await train(page).click();
    return [page, began];
  };
  const ends = async (page) => {
    await page.locator(".verdict").waitFor({ timeout: 60_000 });
    const found = await page.locator(".compared tbody tr").allTextContents();
    assert.equal(found.length, 3);
    return found;
  };
  const [uninterrupted, began] = await begin();
  const whole = await ends(uninterrupted);
  const life = Date.now() - began;
  await uninterrupted.close();
  let seed = 20261126;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let moment = 0; moment < moments; moment++) {
    const [page] = await begin();
    await reachesStep(page, 1);
    const after = random() * life;
    await page.waitForTimeout(after);
    await kill(page);
    await notice(page).getByText("The worker stopped (the browser ended it) and was started again").waitFor();
    assert.deepEqual(await ends(page), whole, `killed ${Math.round(after)} ms after the first step`);
    await page.context().close();
  }
});

test("losses that are no numbers take the run back, and a lower rate is one click away", { timeout: 60_000 }, async () => {
  const page = await open(browser, address);
  await isReady(page);
  await page.getByLabel("Then train each task alone").uncheck();
  await setting(page, "Learning rate", "10");
  await page.getByLabel("Optimiser").selectOption("sgd");
  await train(page).click();
  const failure = page.locator(".notice").filter({ hasText: "is no longer a finite number after step" });
  await failure.waitFor();
  await setting(page, "Epochs, at most", "2");
  await failure.getByRole("button", { name: /Train at a rate of/ }).click();
  await page.waitForFunction(() => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) > 0);
  assertClean(page);
});

test("a lost GPU is started again, and then the CPU takes its place", { timeout: 300_000 }, async () => {
  const spy = `const asked = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...given) { return (globalThis.device = await asked.apply(this, given)); }`;
  const prepare = (page) =>
    page.route("**/start-worker.js*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${spy};\n${await response.text()}` });
    });
  const page = await open(browser, `${server.origin}/?backend=webgpu`, { prepare });
  await isReady(page, 60_000);
  await endless(page);
  await train(page).click();
  await reachesStep(page, 5);
  await page.waitForTimeout(4_000);
  for (const badge of [/WebGPU/, /^CPU$/]) {
    await page.workers().at(-1).evaluate(() => globalThis.device.destroy());
    await notice(page).getByText(/The worker stopped \(the GPU .*\) and was started again with “Penguins”\. Run 1 goes on from step/).waitFor({ timeout: 60_000 });
    await page.locator(".badge").filter({ hasText: badge }).waitFor();
    await reachesStep(page, (await step(page)) + 5);
    await notice(page).getByRole("button", { name: "Dismiss" }).click();
    await page.waitForTimeout(4_000);
  }
});
