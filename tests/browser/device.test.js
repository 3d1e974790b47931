// Where models train: WebGPU where there is a usable adapter, else the CPU with the reason; both agree.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, heads, isReady, says, setting, step, train } from "./support/page.js";
import { serve } from "./support/server.js";

let browser, server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  const page = await open(browser, server.origin);
  const adapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.architecture);
  assert.ok(adapter, "this browser has no WebGPU adapter, not even one in software: the GPU tests can't run");
});
after(async () => {
  await browser.close();
  server.close();
});

// Opens the page with the worker's GPU changed by a script that runs before the worker's own.
async function openWith(query, script) {
  const prepare = (page) =>
    page.route("**/start-worker.js*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${script};\n${await response.text()}` });
    });
  const page = await open(browser, `${server.origin}/${query}`, { prepare });
  await isReady(page);
  return page;
}

async function trainsOnTheCpu(page, reason) {
  assert.equal(await page.locator(".badge").textContent(), "CPU");
  assert.match(await page.locator(".device .reason").textContent(), reason);
  await setting(page, "Epochs, at most", "3");
  await train(page).click();
  await says(page, "Train again");
  assert.equal(await step(page), 6);
  assertClean(page);
}

const hide = (what) => `Object.defineProperty(Object.getPrototypeOf(navigator), "gpu", { value: ${what} })`;
const fake = (features) =>
  `{ requestAdapter: async () => ({ features: new Set(${features}), info: { vendor: "some", architecture: "chip" } }) }`;

test("without navigator.gpu the CPU trains, and the badge says why", async () => {
  await trainsOnTheCpu(await openWith("", hide("undefined")), /this browser has no WebGPU/);
});

test("without an adapter the CPU trains, and the badge says why", async () => {
  await trainsOnTheCpu(await openWith("", hide("{ requestAdapter: async () => null }")), /found no adapter/);
});

test("without timestamp-query the CPU trains, and the badge says why", async () => {
  await trainsOnTheCpu(await openWith("?backend=webgpu", hide(fake("[]"))), /lacks the WebGPU feature timestamp-query/);
});

test("an adapter that turns out not to open leaves the CPU and the reason", async () => {
  const refuse = `GPUAdapter.prototype.requestDevice = async () => { throw new DOMException("none left", "OperationError") }`;
  await trainsOnTheCpu(await openWith("?backend=webgpu", refuse), /the GPU could not be opened/);
});

test("a worker that can not start says so, and the page lives", async () => {
  const prepare = (page) => page.route("**/worker.js*", (route) => route.abort());
  const page = await open(browser, `${server.origin}/?backend=cpu`, { prepare });
  await page.locator(".notice").filter({ hasText: /the worker stopped .* reload the page/ }).waitFor();
  assert.equal(await page.locator(".badge").textContent(), "stopped");
  assert.ok(await train(page).isDisabled());
});

test("with a software adapter the CPU trains, and the badge says why", async () => {
  await trainsOnTheCpu(await openWith("", ""), /computes in software/);
});

test("the address can ask for the CPU", async () => {
  await trainsOnTheCpu(await openWith("?backend=cpu", ""), /the address asks for it/);
});

test("penguins on WebGPU: training and answers work", { timeout: 240_000 }, async () => {
  const page = await open(browser, `${server.origin}/?backend=webgpu`);
  await isReady(page, 30_000);
  assert.match(await page.locator(".badge").textContent(), /^WebGPU: /);
  await setting(page, "Epochs, at most", "30");
  await setting(page, "Learning rate", "0.01");
  await train(page).click();
  await says(page, "Train again", 200_000);
  for (const { task, loss, trivialLoss } of await heads(page, "valid")) {
    assert.ok(loss < trivialLoss, `${task}: ${loss} against ${trivialLoss}`);
  }
  await page.locator(".answers .answer").nth(2).waitFor();
  assertClean(page);
});
