// Everyone can use it: axe finds nothing, light and dark; the keyboard does the main job; narrow pages don't scroll sideways.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, isReady, says, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop, dropAll, made, role } from "./support/table.js";

let browser, server, axe;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(async () => {
  await browser.close();
  server.close();
});

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing on any step, ${theme}`, async () => {
    // The page's own policy would refuse axe.
    const page = await open(browser, `${server.origin}/?backend=cpu&theme=${theme}`, { bypassCSP: true });
    await isReady(page);
    await page.getByLabel("Weighting").selectOption("mgda");
    await page.getByLabel("Gradients by").waitFor();
    await train(page).click();
    await says(page, "Train again");
    await page.getByText("How the tasks pull").waitFor();
    await page.locator(".answers .answer").nth(2).waitFor();
    for (const name of ["More settings", "All rows", "Paste …"]) await page.getByText(name, { exact: true }).click();
    await page.getByLabel("Weighting").selectOption("manual");
    await page.getByText("Weight of each task").waitFor();
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 80)).join(" | ")}`), []);
  });
}

for (const theme of ["light", "dark"]) {
  test(`axe finds nothing where a cell is pointed at and files are joined, and it fits a narrow page, ${theme}`, async () => {
    const options = { bypassCSP: true, viewport: { width: 320, height: 800 } };
    const page = await open(browser, `${server.origin}/?backend=cpu&theme=${theme}`, options);
    await isReady(page);
    await drop(page, "stray.csv", made(60).replace("3.3224", "about"));
    await page.getByRole("button", { name: "“about” is no number" }).click();
    await page.locator(".rows td[aria-current]").waitFor();
    await dropAll(page, { "a long name of a file of houses.csv": "id,a\n1,2\n2,3\n", "b.csv": "id,b\n1,2\n2,3\n" });
    await page.locator(".joining").getByText("2 rows match").waitFor();
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 80)).join(" | ")}`), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });

  test(`axe finds nothing where columns are learned together, and it fits a narrow page, ${theme}`, async () => {
    const options = { bypassCSP: true, viewport: { width: 320, height: 800 } };
    const page = await open(browser, `${server.origin}/?backend=cpu&theme=${theme}`, options);
    await isReady(page);
    const names = Array.from({ length: 7 }, (_, place) => `a label with a long name ${place}`);
    const line = (_, row) => [row % 37, ...names.map((_, place) => Number((row * (place + 3)) % 41 > 18))].join();
    await drop(page, "labels.csv", [["size", ...names].join(), ...Array.from({ length: 200 }, line)].join("\n"));
    for (const name of names) await role(page, name, "task");
    await page.getByText("Columns of yes and no, learned together").click();
    for (const name of names.slice(3)) await page.getByLabel(name, { exact: true }).uncheck();
    await page.getByRole("button", { name: "Learn 3 columns as one task" }).click();
    await page.getByText(`labels: ${names.slice(0, 3).join(", ")}`).waitFor();
    await page.getByRole("button", { name: "One step" }).click();
    await page.locator(".head .labels").waitFor();
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 80)).join(" | ")}`), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });
}

test("the keyboard alone trains and asks", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  const tabTo = async (text) => {
    for (let presses = 0; presses < 120 && (await focused()) !== text; presses++) await page.keyboard.press("Tab");
    assert.equal(await focused(), text);
  };
  await tabTo("Train");
  await page.keyboard.press("Enter");
  await says(page, "Train again");
  await tabTo("Back to the first row");
  await page.keyboard.press("Shift+Tab");
  const before = await page.locator(".answers").textContent();
  for (let presses = 0; presses < 30; presses++) await page.keyboard.press("ArrowRight");
  await page.waitForFunction((before) => document.querySelector(".answers").textContent !== before, before);
  assertClean(page);
});

for (const width of [320, 700]) {
  test(`${width} pixels wide, nothing scrolls sideways`, async () => {
    const page = await open(browser, `${server.origin}/?backend=cpu`, { viewport: { width, height: 800 } });
    await isReady(page);
    await train(page).click();
    await says(page, "Train again");
    await page.getByText("More settings").click();
    await page.locator(".answers .answer").nth(2).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  });
}

test("the theme is chosen, kept, and asked for by the address", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`, { colorScheme: "light" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  const button = page.getByRole("button", { name: /^Theme/ });
  await button.click();
  assert.equal(await paper(), light);
  await button.click();
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  await button.waitFor();
  assert.equal(await paper(), dark);
  await page.goto(`${server.origin}/?backend=cpu&theme=light`);
  await button.waitFor();
  assert.equal(await paper(), light);
});
