// Everyone can use it: axe finds nothing, light and dark; the keyboard does the main job; narrow pages don't scroll sideways.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, endless, isReady, says, setting, train } from "./support/page.js";
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
    await page.locator(".head .shades").first().waitFor();
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

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim());

test("the focus stays at hand after Stop, Reset, a step and a dismissed notice", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  await endless(page);
  await train(page).click();
  await says(page, "Pause");
  for (const [name, word] of [["Stop", "Train again"], ["Reset", "Train"]]) {
    await page.getByRole("button", { name, exact: true }).focus();
    await page.keyboard.press("Enter");
    await says(page, word);
    assert.equal(await focused(page), name);
    assert.equal(await page.getByRole("button", { name, exact: true }).getAttribute("aria-disabled"), "true");
    // Pressed again it does nothing.
    await page.keyboard.press("Enter");
  }
  const one = page.getByRole("button", { name: "One step" });
  await one.focus();
  for (const steps of ["1", "2"]) {
    await page.keyboard.press("Enter");
    await page.waitForFunction((steps) => document.querySelector("#step").textContent === steps, steps);
    await page.waitForFunction(() => document.activeElement.getAttribute("aria-disabled") === "false");
  }
  assert.equal(await focused(page), "One step");
  await setting(page, "Learning rate", "-1");
  await page.getByRole("button", { name: "Dismiss" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".notice-place .notice").waitFor({ state: "detached" });
  assert.match(await focused(page), /Tasks & model/);
  assertClean(page);
});

test("a table that is read is announced", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  const status = page.locator("#data [role=status]").filter({ hasText: "The table is read" });
  await status.filter({ hasText: "rows 344, columns 17." }).waitFor();
  await drop(page, "mine.csv", made(60));
  await status.filter({ hasText: "rows 60, columns 6." }).waitFor();
});

test("arrow keys look through the examples, Enter or the button opens one", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  const menu = page.getByLabel("Example");
  await menu.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const button = page.getByRole("button", { name: "Open “Ames houses”" });
  await button.waitFor();
  await page.waitForTimeout(500);
  assert.match(await page.locator("#data .facts").textContent(), /Penguins/, "nothing was loaded on the way");
  await page.keyboard.press("Enter");
  await page.locator("#data .facts").filter({ hasText: "Ames houses" }).waitFor();
  assert.equal(await button.count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "SELECT");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Open “Bike rentals”");
  await page.keyboard.press("Enter");
  await page.locator("#data .facts").filter({ hasText: "Bike rentals" }).waitFor();
  await menu.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Escape");
  assert.equal(await menu.evaluate((menu) => menu.selectedOptions[0].text), "Bike rentals");
  assertClean(page);
});

test("a file dropped anywhere on the page is taken", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "mine.csv"));
    return transfer;
  }, made(60));
  await page.dispatchEvent("#train h2", "dragover", { dataTransfer: dropped });
  await page.locator(".drop.over").waitFor();
  await page.dispatchEvent("#train h2", "drop", { dataTransfer: dropped });
  await page.getByText("60 rows × 6 columns").waitFor();
  assert.equal(await page.locator(".drop.over").count(), 0);
  assertClean(page);
});

test("forced colours leave bars, dots and the main button to be seen", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`, { forcedColors: "active" });
  await isReady(page);
  await train(page).click();
  await says(page, "Train again");
  await page.locator(".answers .answer").nth(2).waitFor();
  const seen = await page.evaluate(() => {
    const style = (selector, pseudo) => getComputedStyle(document.querySelector(selector), pseudo);
    return {
      bar: style(".bar").backgroundImage,
      dot: style(".loss strong", "::before").backgroundColor,
      paper: getComputedStyle(document.body).backgroundColor,
      shade: style(".shades td.for").backgroundColor,
      button: style("#train-button").backgroundColor === style("#train-button").color,
    };
  });
  assert.match(seen.bar, /gradient/);
  assert.notEqual(seen.dot, seen.paper);
  assert.notEqual(seen.shade, seen.paper);
  assert.equal(seen.button, false);
});

test("long names stay in their boxes on a phone", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`, { viewport: { width: 320, height: 640 } });
  await isReady(page);
  const long = "an_endless_name_without_a_single_blank_in_it_which_goes_on_and_on_and_on_and_on";
  const line = (_, row) => `${row % 7},${["a long label of many words that goes on", "b"][row % 2]},${(row * 3) % 11}`;
  await drop(page, `${long}.csv`, [`${long},kind,${long}_2`, ...Array.from({ length: 60 }, line)].join("\n"));
  await page.getByText("60 rows × 3 columns").waitFor();
  await role(page, "kind", "task");
  await page.getByRole("button", { name: "One step" }).click();
  await page.locator(".answers .answer").nth(1).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  const outside = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll(".columns select, .answer, .answer *, .network li *, .loss *, .field *, .head h3")];
    const isOut = (part) => {
      const outer = part.closest("td, .answers, .network, figure, .field, .head");
      return outer && part.tagName !== "OPTION" && !part.closest("svg") && part.getBoundingClientRect().right > outer.getBoundingClientRect().right + 1;
    };
    return boxes.filter(isOut).map((part) => part.outerHTML.slice(0, 80));
  });
  assert.deepEqual(outside, []);
  assert.equal(await page.locator(".columns .name").first().getAttribute("title"), long);
});
