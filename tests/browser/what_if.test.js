// The row of one's own: what is wrong in it is said, answers stay in sight, and only what changed is spoken.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, endless, isReady, says, step, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop } from "./support/table.js";

let browser, server, address;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  address = `${server.origin}/?backend=cpu`;
});
after(async () => {
  await browser.close();
  server.close();
});

async function trained(options) {
  const page = await open(browser, address, options);
  await isReady(page);
  await train(page).click();
  await says(page, "Train again");
  await page.locator(".answers .answer").nth(2).waitFor();
  return page;
}

const flipper = (page) => page.locator(".what-if").getByLabel("Flipper Length (mm)", { exact: true });
const noAnswer = (page, words) => page.locator(".no-answer").filter({ hasText: words }).waitFor({ timeout: 5_000 });

test("numbers are taken with either decimal mark, and what is none leaves no old answer standing", async () => {
  const page = await trained();
  const answers = () => page.locator(".answers").textContent();
  await flipper(page).fill("230.5");
  await page.waitForFunction(() => document.querySelector(".answers .task-1 .change").textContent !== "unchanged");
  const heavy = await answers();
  await flipper(page).fill("2");
  await page.waitForFunction((heavy) => document.querySelector(".answers").textContent !== heavy, heavy);
  await flipper(page).fill("230,5");
  await page.waitForFunction((heavy) => document.querySelector(".answers").textContent === heavy, heavy);
  await flipper(page).fill("long");
  await noAnswer(page, "No answers to this row. Flipper Length (mm): expected a number, such as 0.01, found “long”");
  assert.equal(await answers(), "");
  assert.equal(await flipper(page).getAttribute("aria-invalid"), "true");
  await flipper(page).fill("230.5");
  await page.waitForFunction((heavy) => document.querySelector(".answers").textContent === heavy, heavy);
  assert.equal(await page.locator(".no-answer").textContent(), "");
  assertClean(page);
});

test("a wrong date names its input, and no row that nobody sees", async () => {
  const page = await open(browser, address);
  await isReady(page);
  const line = (_, row) => `2020-01-${10 + (row % 20)},${row % 7},${(row * 3) % 11}`;
  await drop(page, "days.csv", ["day,size,price", ...Array.from({ length: 60 }, line)].join("\n"));
  await page.getByText("60 rows × 3 columns").waitFor();
  await page.getByLabel("Role of day", { exact: true }).selectOption("input");
  await page.getByRole("button", { name: "One step" }).click();
  await page.locator(".answers .answer").waitFor();
  const day = page.locator(".what-if").getByLabel("day", { exact: true });
  await day.fill("yesterday");
  await noAnswer(page, /^No answers to this row. day: /);
  assert.doesNotMatch(await page.locator("#explore").textContent(), /row \d/);
  assert.equal(await page.locator(".answers .answer").count(), 0);
  await day.fill("2020-01-15");
  await page.locator(".answers .answer").waitFor();
  assertClean(page);
});

test("a slider writes short numbers", async () => {
  const page = await trained();
  const slider = page.locator(".what-if").getByLabel("Culmen Depth (mm) slider");
  await slider.focus();
  for (let presses = 0; presses < 9; presses++) {
    await page.keyboard.press("ArrowRight");
    const shown = await page.locator(".what-if").getByLabel("Culmen Depth (mm)", { exact: true }).inputValue();
    assert.match(shown, /^\d+(\.\d{1,4})?$/);
  }
  const box = await slider.boundingBox();
  assert.ok(box.height >= 24, `a target of ${box.height} pixels`);
  assertClean(page);
});

test("on a phone the answers stay in sight above what is changed", async () => {
  const page = await trained({ viewport: { width: 320, height: 640 } });
  for (const label of ["Culmen Length (mm)", "Delta 13 C (o/oo)"]) {
    await page.locator(".what-if").getByLabel(label, { exact: true }).evaluate((field) => field.scrollIntoView({ block: "center", behavior: "instant" }));
    const [answers, nav] = await Promise.all([page.locator(".answers").boundingBox(), page.locator(".steps").boundingBox()]);
    const field = await page.locator(".what-if").getByLabel(label, { exact: true }).boundingBox();
    assert.ok(answers.y >= nav.y + nav.height - 1 && answers.y + answers.height <= field.y, `${label}: ${JSON.stringify({ answers, nav, field })}`);
  }
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
});

test("at 400 % zoom nothing that sticks takes the little room", async () => {
  const page = await trained({ viewport: { width: 320, height: 225 } });
  await page.locator(".what-if").getByLabel("Delta 13 C (o/oo)", { exact: true }).evaluate((field) => field.scrollIntoView({ block: "center", behavior: "instant" }));
  for (const part of [".steps", ".what-if-answers"]) {
    const { y, height } = await page.locator(part).boundingBox();
    assert.ok(y + height <= 0 || y >= 225, `${part} is in sight`);
  }
});

test("what changed is spoken once the answers stand still, and nothing when training moves them", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await endless(page);
  const pause = async () => {
    await train(page).click();
    await page.waitForFunction((before) => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) > before + 20, await step(page));
    await train(page).click();
    await says(page, "Resume");
    await page.waitForTimeout(1_500);
  };
  await pause();
  assert.equal(await page.locator(".answers").getAttribute("aria-live"), null);
  const spoken = page.locator(".what-if [role=status]");
  assert.equal(await spoken.textContent(), "");
  await flipper(page).fill("231");
  await page.waitForFunction(() => /Body Mass \(g\): /.test(document.querySelector(".what-if [role=status]").textContent));
  const first = await spoken.textContent();
  const seen = await page.locator(".answers").textContent();
  await pause();
  assert.notEqual(await page.locator(".answers").textContent(), seen);
  assert.equal(await spoken.textContent(), first);
  assertClean(page);
});
