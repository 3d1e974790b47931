// The main job on the CPU: open, train, pause, step, reset, explore.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, endless, heads, isReady, says, setting, step, train } from "./support/page.js";
import { dist, serve } from "./support/server.js";
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

test("the first visit is ready to train within five seconds", async () => {
  const page = await open(browser, address);
  await isReady(page, 5_000);
  assert.equal(await train(page).textContent(), "Train");
  assert.equal(await page.locator(".network .heads li").count(), 3);
  assertClean(page);
});

test("one click trains three heads that all beat the predictor without input", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await train(page).click();
  await says(page, "Train again", 20_000);
  const tasks = await heads(page, "valid");
  assert.deepEqual(tasks.map(({ task }) => task), ["Species", "Body Mass (g)", "Sex"]);
  for (const { task, score, trivialScore, loss, trivialLoss } of tasks) {
    assert.ok(loss < trivialLoss, `${task}: loss ${loss} against ${trivialLoss}`);
    assert.ok(score > trivialScore, `${task}: score ${score} against ${trivialScore}`);
  }
  await page.locator(".head .corner").nth(1).waitFor();
  assert.equal(await page.locator(".head .corner").count(), 2);
  assert.equal(await page.locator(".head .dots").count(), 1);
  assert.ok((await page.locator(".loss .own:not(.faint-own) .line").first().getAttribute("d")).length > 100);
  assertClean(page);
});

test("a weighting on the gradients shows how the tasks pull and how its solver did", async () => {
  const page = await open(browser, address);
  await isReady(page);
  assert.equal(await page.getByLabel("Gradients by").count(), 0);
  await page.getByLabel("Weighting").selectOption("mgda");
  await page.getByLabel("Gradients by").selectOption("exact");
  await train(page).click();
  await says(page, "Train again", 20_000);
  const cells = (await page.locator("#conflict .matrix tbody td").allTextContents()).map((text) => Number(text.replace("−", "-")));
  assert.equal(cells.length, 9);
  assert.deepEqual([cells[0], cells[4], cells[8]], [1, 1, 1]);
  assert.deepEqual([cells[1], cells[2], cells[5]], [cells[3], cells[6], cells[7]]);
  assert.ok(cells.every((cosine) => Math.abs(cosine) <= 1) && cells[1] !== 0);
  const steps = await step(page);
  assert.match(await page.locator("#solver").textContent(), new RegExp(`solved ${steps} times, every time by its own rule`));
  await page.getByLabel("Weighting").selectOption("equal");
  await train(page).click();
  // The button says so from the run before, too.
  await page.locator("#conflict .matrix").waitFor({ state: "detached" });
  await says(page, "Train again", 20_000);
  assert.equal(await page.locator("#conflict .matrix").count(), 0);
  assertClean(page);
});

test("a mixture of experts has its knobs, its drawing and what it learned about sharing", async () => {
  const page = await open(browser, address);
  await isReady(page);
  assert.equal(await page.locator(".network .behind").count(), 0);
  await page.getByLabel("Architecture").selectOption("mmoe");
  await page.getByLabel("Shared experts").waitFor();
  await setting(page, "Shared experts", "3");
  await page.getByText("3 × 64").waitFor();
  await train(page).click();
  await says(page, "Train again", 20_000);
  await page.getByText("What is shared").waitFor();
  const gates = (await page.locator("#sharing tbody td").allTextContents()).map(Number);
  assert.equal(gates.length, 9);
  for (const task of [0, 1, 2]) {
    const sum = gates.slice(3 * task, 3 * task + 3).reduce((sum, gate) => sum + gate, 0);
    assert.ok(Math.abs(sum - 1) < 0.002, `the gates of task ${task} sum to ${sum}`);
  }
  assertClean(page);
});

test("the confusion matrix counts the labelled rows of its split", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await train(page).click();
  await says(page, "Train again");
  for (const split of ["test", "valid", "train"]) {
    const labelled = (await heads(page, split)).find(({ task }) => task === "Sex").labelled;
    await page.waitForFunction(
      (labelled) => {
        const cells = document.querySelectorAll(".head.task-2 .shades td:not(:last-child)");
        return [...cells].reduce((sum, cell) => sum + Number(cell.textContent.replace(/\D/g, "")), 0) === labelled;
      },
      labelled,
      { timeout: 5_000 },
    );
  }
  assertClean(page);
});

test("pause holds, one step is one step, reset starts again from the same loss", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await endless(page);
  const first = async () => {
    await page.getByRole("button", { name: "One step" }).click();
    await page.getByRole("button", { name: "One step" }).click();
    await page.waitForFunction(() => document.querySelector("#step").textContent === "2");
    return page.locator(".loss figcaption").allTextContents();
  };
  const losses = await first();
  assert.match(losses[0], /\d/);
  await train(page).click();
  await page.waitForFunction(() => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) > 30);
  await train(page).click();
  await says(page, "Resume");
  const paused = await step(page);
  await page.waitForTimeout(1000);
  assert.equal(await step(page), paused);
  await page.getByRole("button", { name: "One step" }).click();
  await page.waitForFunction((expected) => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) === expected, paused + 1);
  await page.getByRole("button", { name: "Reset" }).click();
  await says(page, "Train");
  assert.equal(await step(page), 0);
  assert.deepEqual(await first(), losses);
  assertClean(page);
});

test("a running run is stopped and reported", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await endless(page);
  await train(page).click();
  await page.waitForFunction(() => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) > 10);
  await page.getByRole("button", { name: "Stop" }).click();
  await says(page, "Train again");
  assert.match(await page.locator("#train .progress").textContent(), /because it was stopped/);
  assert.equal((await heads(page, "test")).length, 3);
  assertClean(page);
});

// A busy machine may hold a page up now and then; a page that freezes does so whenever it is asked.
test("the page stays responsive while it trains", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await endless(page);
  await page.evaluate(() => {
    const note = (list) => seen.tasks.push(...list.getEntries().map((task) => task.duration));
    new PerformanceObserver(note).observe({ type: "longtask" });
    // Up to the frame that shows the key; composing it is the GPU's work, which a test machine has to do in software.
    addEventListener("input", ({ timeStamp }) =>
      requestAnimationFrame(() => seen.keys.push(performance.now() - timeStamp)),
    );
  });
  await train(page).click();
  await says(page, "Pause");
  const field = page.getByLabel("Trunk widths");
  const rounds = [];
  do {
    const before = await step(page);
    await page.evaluate(() => (window.seen = { tasks: [], keys: [] }));
    await field.fill("");
    await field.pressSequentially("48, 24, 12", { delay: 120 });
    assert.equal(await field.inputValue(), "48, 24, 12");
    await page.waitForTimeout(2000);
    assert.ok((await step(page)) > before + 50, "it did train meanwhile");
    rounds.push(await page.evaluate(() => seen));
    assert.ok(rounds.at(-1).keys.length > 10, "every key was timed");
  } while (rounds.length < 4 && isSlow(rounds.at(-1)));
  assert.ok(!isSlow(rounds.at(-1)), `milliseconds of long tasks and of keys: ${JSON.stringify(rounds)}`);
});

const isSlow = ({ tasks, keys }) => [...tasks, ...keys].some((duration) => duration > 100);

test("Ames houses, dropped as a file", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await drop(page, "ames_houses.csv", await readFile(`${dist}/gallery/ames_houses.csv`));
  await page.getByText("2 930 rows × 82 columns".replace(" ", "\u202f")).waitFor();
  for (const column of ["Overall.Qual", "Kitchen.Qual", "Central.Air", "price"]) await role(page, column, "task");
  // The suggestion was the last column.
  const last = await page.getByLabel(/^Role of /).last();
  if ((await last.getAttribute("aria-label")) !== "Role of price") await last.selectOption("input");
  await page.getByLabel("Type of Overall.Qual").selectOption("category");
  await page.waitForFunction(() => document.querySelectorAll(".network .heads li").length === 4);
  await setting(page, "Epochs, at most", "20");
  await train(page).click();
  await says(page, "Train again", 120_000);
  const tasks = await heads(page, "test");
  assert.equal(tasks.length, 4);
  for (const { task, loss, trivialLoss } of tasks) assert.ok(loss < trivialLoss, `${task}: ${loss} against ${trivialLoss}`);
  const price = tasks.find(({ task }) => task === "price");
  assert.equal(price.metric, "R²");
  assert.ok(price.score > 0.6, `price: R² ${price.score}`);
  assertClean(page);
});

test("census income, dropped as a file", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await drop(page, "census_income.csv", await readFile(`${dist}/gallery/census_income.csv`));
  await page.getByText("9\u202f000 rows × 42 columns").waitFor();
  for (const column of ["income", "marital stat", "education"]) await role(page, column, "task");
  await role(page, "instance weight", "ignore");
  await page.waitForFunction(() => document.querySelectorAll(".network .heads li").length === 3);
  await setting(page, "Epochs, at most", "8");
  await train(page).click();
  await says(page, "Train again", 180_000);
  for (const { task, loss, trivialLoss } of await heads(page, "test")) {
    assert.ok(loss < trivialLoss, `${task}: ${loss} against ${trivialLoss}`);
  }
  assertClean(page);
});

test("missing labels are masked: no row is dropped and no number is lost", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await drop(page, "holes.csv", made(300, 120));
  for (const column of ["value", "side", "corner"]) await role(page, column, "task");
  await page.getByText("train 210 · valid 45 · test 45").waitFor();
  assert.match(await page.locator(".columns").textContent(), /40 % masked/);
  await setting(page, "Learning rate", "0.01");
  await train(page).click();
  await says(page, "Train again");
  let sides = 0;
  for (const split of ["train", "valid", "test"]) {
    for (const row of await heads(page, split)) {
      assert.ok(Object.values(row).every((value) => !Number.isNaN(value)), JSON.stringify(row));
      if (row.task === "side") sides += row.labelled;
    }
  }
  assert.equal(sides, 180);
  assertClean(page);
});

test("a yes/no, a four-class and a number task get their heads and the formula's parameters", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await drop(page, "three.csv", made(300));
  for (const column of ["value", "side", "corner"]) await role(page, column, "task");
  await page.waitForFunction(() => document.querySelectorAll(".network .heads li").length === 3);
  const answers = await page.locator(".network .heads li").allTextContents();
  assert.match(answers[0], /value · squared error/);
  assert.match(answers[1], /yes\/no · binary cross-entropy/);
  assert.match(answers[2], /softmax 4 · cross-entropy/);
  // Inputs: x1, x2 and three colours; trunk (5+1)·64 + (64+1)·32; heads (32+1)·(1+1+4).
  const parameters = 6 * 64 + 65 * 32 + 33 * 6;
  await page.getByText(`${String(parameters).replace(/(\d)(\d{3})$/, "$1\u202f$2")} parameters`).waitFor();
  // The table of the shared parameters adds 3 tasks · 32 features.
  await page.getByLabel("Architecture").selectOption("shared_parameters");
  await page.getByText(`${String(parameters + 96).replace(/(\d)(\d{3})$/, "$1\u202f$2")} parameters`).waitFor();
  assertClean(page);
});

test("what-if answers move with a category and with a number, and go back", async () => {
  const page = await open(browser, address);
  await isReady(page);
  await train(page).click();
  await says(page, "Train again");
  const answers = () => page.locator(".answers").textContent();
  await page.locator(".answers .answer").nth(2).waitFor();
  const before = await answers();
  const form = page.locator(".what-if");
  await form.getByLabel("studyName").selectOption("PAL0708");
  await page.waitForFunction((before) => document.querySelector(".answers").textContent !== before, before);
  const between = await answers();
  await form.getByLabel("Flipper Length (mm)", { exact: true }).fill("230");
  await page.waitForFunction((between) => document.querySelector(".answers").textContent !== between, between);
  await form.getByRole("button", { name: "Back to the first row" }).click();
  await page.waitForFunction((before) => document.querySelector(".answers").textContent === before, before);
  assertClean(page);
});
