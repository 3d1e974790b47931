// The page opens on a slow line and says how far it is; where it can't, it says so, and so does the element.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, isReady, train } from "./support/page.js";
import { serve } from "./support/server.js";

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

test("what the page is stands there before any script", async () => {
  const page = await open(browser, server.origin, { javaScriptEnabled: false });
  await page.getByText("One shared model with many heads, trained here on your own data").waitFor();
  await page.locator("noscript .notice").waitFor();
});

test("a slow line shows the bytes of the page, then of the worker, each fetched once", async () => {
  const slow = await serve({}, { seconds: 2 });
  const asked = [];
  const prepare = (page) => page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const page = await open(browser, `${slow.origin}/?backend=cpu`, { prepare });
  await page.getByText(/^Loading the page: \d+ of \d+ kB$/).waitFor();
  assert.ok((await page.locator("#opening progress").getAttribute("value")) > 0);
  await page.getByText(/^Loading the part that trains: [\d.]+ of [\d.]+ MB$/).waitFor();
  assert.equal(await page.locator("#opening").count(), 0);
  assert.ok(await train(page).isDisabled());
  await isReady(page);
  assert.equal(await page.locator(".starting").count(), 0);
  assert.equal(asked.filter((path) => /app-.*\.wasm$/.test(path)).length, 1);
  // WebKit fetches a preloaded wasm again.
  assert.equal(await page.locator("link[rel=preload]").count(), 0);
  assertClean(page);
  slow.close();
});

test("a page whose wasm does not come says so", async () => {
  const prepare = (page) => page.route("**/app-*_bg.wasm", (route) => route.abort());
  const page = await open(browser, server.origin, { prepare });
  await page.getByRole("alert").filter({ hasText: /Polyhead could not be loaded \(.+\): check the connection/ }).waitFor();
});

test("a worker that can not start is heard without an error event, as in WebKit", async () => {
  const prepare = async (page) => {
    await page.route("**/worker.js*", (route) => route.abort());
    await page.addInitScript(() => {
      Object.defineProperty(Worker.prototype, "onerror", { set() {} });
    });
  };
  const page = await open(browser, `${server.origin}/?backend=cpu`, { prepare });
  await page.locator(".notice").filter({ hasText: /the worker stopped \(.+\): check the connection, and reload/ }).waitFor();
  assert.equal(await page.locator(".badge").textContent(), "stopped");
});

test("a worker that stays silent is given up in the end, and taken back when it was only late", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const prepare = async (page) => {
    await page.clock.install();
    await page.route("**/worker_bg.wasm*", async (route) => {
      await held;
      await route.continue();
    });
  };
  const page = await open(browser, `${server.origin}/?backend=cpu`, { prepare });
  await page.locator(".badge", { hasText: "starting …" }).waitFor();
  await page.clock.fastForward(31_000);
  await page.locator(".notice").filter({ hasText: /no sign of life for 30 seconds: check the connection and reload/ }).waitFor();
  assert.equal(await page.locator(".badge").textContent(), "stopped");
  release();
  await page.locator(".badge", { hasText: "CPU" }).waitFor();
  await isReady(page);
  assert.equal(await page.locator(".notice").count(), 0);
});

// A host page with an element; `refusal` is why it is not ready.
async function refusing(body, prepare) {
  const page = await host.open("");
  await prepare(page);
  await page.evaluate((body) => {
    document.body.innerHTML = body;
    window.head = document.querySelector("poly-head");
    window.refusal = () => head.ready.then(() => "ready", (error) => error.message);
    window.first = refusal();
  }, body);
  return page;
}

// Requests of the host's pages for a pattern fail while the work is done.
async function without(pattern, work) {
  await host.context.route(pattern, (route) => route.abort());
  await work();
  await host.context.unroute(pattern);
}

test("the element's promise of readiness is refused where the worker can not start, however often it is asked", () =>
  without("**/worker.js*", async () => {
    const page = await refusing(`<poly-head backend="cpu"></poly-head>`, () => {});
    assert.match(await page.evaluate(() => first), /the worker stopped/);
    assert.match(await page.evaluate(() => refusal()), /the worker stopped/);
    await page.close();
  }));

test("it is refused where the page can not be loaded", () =>
  without("**/app-*_bg.wasm", async () => {
    const page = await refusing(`<poly-head></poly-head>`, () => {});
    assert.match(await page.evaluate(() => first), /Polyhead could not be loaded/);
    await page.close();
  }));

test("it is refused where there is no app", async () => {
  const page = await refusing(`<poly-head src="/nothing.html"></poly-head>`, (page) => page.clock.install());
  await page.clock.fastForward(61_000);
  assert.match(await page.evaluate(() => first), /no app answers at .*nothing\.html/);
  await page.close();
});
