// What is made on the spot: drawn tables, and two losses on a plane.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, isReady, says, step, train } from "./support/page.js";
import { serve } from "./support/server.js";

let browser, server, address;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  address = `${server.origin}/?backend=cpu`;
});
after(async () => {
  await browser.close();
  server.close();
});

const ends = async (page) => {
  await page.locator("#toy .facts", { hasText: /^Step (.+) of \1 / }).waitFor({ timeout: 60_000 });
  return page.locator("#toy tbody td:last-child").allTextContents();
};

test("a drawn table is chosen by the address and from the menu, and trains", async () => {
  const page = await open(browser, `${address}&example=synthetic_multitab`);
  await isReady(page);
  assert.equal(await page.locator(".network .heads li").count(), 7);
  await page.getByLabel("Example").selectOption("synthetic_mmoe");
  await page.waitForFunction(() => document.querySelectorAll(".network .heads li").length === 2);
  await train(page).click();
  await page.waitForFunction(() => document.querySelector("#step").textContent !== "0");
  await page.getByRole("button", { name: "Stop" }).click();
  await says(page, "Train again");
  assertClean(page);
});

test("the plane shows which weightings are trapped, needs no table and leaves a run alone", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await train(page).click();
  await page.getByLabel("Example").selectOption("two_losses");
  assert.deepEqual(await ends(page), ["not reached", "reached", "not reached"]);
  await page.locator("#toy").getByLabel("Method").selectOption("cagrad");
  await page.locator("#toy caption", { hasText: "CAGrad" }).waitFor();
  assert.deepEqual(await ends(page), ["reached", "reached", "reached"]);
  assert.equal(await page.locator("#toy .journey").count(), 3);
  await says(page, "Train again");
  assert.ok((await step(page)) > 0);
  await page.locator("#toy").getByRole("button", { name: "Close" }).click();
  assert.equal(await page.locator("#toy").count(), 0);
  assert.equal(await page.getByLabel("Example").inputValue(), "penguins");
  assertClean(page);
});

test("axe finds nothing on the plane, and it fits a narrow page", async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const options = { bypassCSP: true, viewport: { width: 320, height: 800 } };
  const page = await open(browser, `${address}&example=two_losses`, options);
  await ends(page);
  await page.addScriptTag({ content: axe });
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 80)).join(" | ")}`), []);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
});
