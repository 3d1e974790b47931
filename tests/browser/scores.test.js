// Scores, the table of models beside one another, and gradients and weights: what they must be whatever the data.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, isReady, says, setting, train } from "./support/page.js";
import * as reference from "./support/reference.js";
import { serve } from "./support/server.js";
import { drop, made, role } from "./support/table.js";

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

const roles = { value: "task", side: "task", corner: "task", part: "split" };

// The made table with noise in its labels, so that scores are not perfect, and a column that deals out its rows.
function dealt(rows) {
  const [header, ...lines] = made(rows).trim().split("\n");
  const line = (text, row) => {
    const cells = text.split(",");
    if (row % 7 === 3) cells[4] = cells[4] === "left" ? "right" : "left";
    if (row % 11 === 5) cells[5] = "ne";
    cells[3] = String(Number(cells[3]) + 8 + (row % 5));
    return [...cells, row % 10 < 6 ? "train" : row % 10 < 7 ? "valid" : "test"].join();
  };
  return [`${header},part`, ...lines.map(line), ""].join("\n");
}

const near = (found, expected, name) =>
  assert.ok(Math.abs(found - expected) < 1e-5 * Math.max(1, Math.abs(expected)), `${name}: ${found} instead of ${expected}`);

test("scores in the report equal those of its predictions, counted anew", { timeout: 60_000 }, async () => {
  const text = dealt(400);
  const [header, ...lines] = text.trim().split("\n").map((line) => line.split(","));
  const test = lines.map((line) => Object.fromEntries(line.map((cell, at) => [header[at], cell]))).filter(({ part }) => part === "test");
  const page = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const rows = test.map(({ x1, x2, colour }) => ({ x1: Number(x1), x2: Number(x2), colour }));
  const { report, answers } = await page.evaluate(
    async ([text, roles, rows]) => {
      const head = document.querySelector("poly-head");
      await head.ready;
      await head.loadData(text, { name: "dealt", roles });
      await head.configure({ epochs: 15, optimizer: { learningRate: 0.01 }, singleTaskTwins: false });
      return { report: await head.train(), answers: await head.predict(rows) };
    },
    [text, roles, rows],
  );
  const found = Object.fromEntries(report.tasks.map((task) => [task.name, task]));
  const actual = test.map(({ value }) => Number(value));
  const numbers = reference.ofValues(answers.map(({ value }) => value.value), actual);
  for (const [name, expected] of Object.entries(numbers)) near(found.value.metrics.test[name], expected, `value, ${name}`);
  for (const task of ["side", "corner"]) {
    const { classes, metrics, labels, trivial } = found[task];
    const shares = answers.map((answer) => classes.map((label) => answer[task].probabilities[label]));
    const own = test.map((row) => classes.indexOf(row[task]));
    const scores = reference.ofClasses(shares, own);
    for (const [name, expected] of Object.entries(scores)) near(metrics.test[name], expected, `${task}, ${name}`);
    near(metrics.test.logLossSkill, 1 - metrics.test.logLoss / trivial.test.logLoss, `${task}, skill`);
    assert.equal(labels.test.reduce((sum, { positives }) => sum + positives, 0), test.length, task);
    for (const [at, { recall, precision, label }] of labels.test.entries()) {
      const each = reference.ofClass(shares, own, at);
      near(recall ?? 0, each.recall ?? 0, `${task}, recall of ${label}`);
      near(precision ?? 0, each.precision ?? 0, `${task}, precision of ${label}`);
    }
  }
  const { threshold } = found.side;
  const [yes, isYes] = [answers.map(({ side }) => side.probabilities[threshold.class]), test.map(({ side }) => side === threshold.class)];
  for (const [at, value] of [[threshold.test, threshold.value], [threshold.testAtHalf, 0.5]]) {
    const { truePositives, falsePositives, falseNegatives } = reference.atThreshold(yes, isYes, value);
    assert.deepEqual([at.truePositives, at.falsePositives, at.falseNegatives], [truePositives, falsePositives, falseNegatives]);
  }
  for (const task of report.tasks) {
    const { interval, metric, units } = task.interval;
    assert.equal(units, test.length);
    near(interval.value, task.metrics.test[metric], `${task.name}, the value of the interval`);
    assert.ok(interval.low <= interval.value && interval.value <= interval.high, task.name);
  }
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("every head has its scores per class, its threshold and its interval on the page", { timeout: 60_000 }, async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  await train(page).click();
  await says(page, "Train again");
  const sex = page.locator(".head.task-2");
  const totals = async (cells) => (await cells.allTextContents()).map((text) => Number(text.replace(/ of .*/, "").replace(/\D/g, "")));
  const names = async () => sex.locator(".shades tbody th").allTextContents();
  await sex.locator(".shades .corner").waitFor();
  const [classes, rows] = [await names(), await totals(sex.locator(".shades td:last-child"))];
  await sex.getByRole("button", { name: "Each class" }).click();
  await sex.locator(".shades th", { hasText: "Precision" }).waitFor();
  assert.deepEqual(await names(), classes);
  assert.deepEqual(await totals(sex.locator(".shades tbody td:nth-child(2)")), rows);
  assert.match(await sex.textContent(), /F1 is largest with “.+” answered from a probability of 0\.\d+ on\. Test rows: F1 [01]\.\d+, and [01]\.\d+ from 0\.5 on/);
  for (const head of [0, 1, 2]) {
    const text = await page.locator(`.head.task-${head}`).textContent();
    assert.match(text, /on test rows, 95 % interval .+ to .+ \(\d+ rows\)/, `head ${head}`);
  }
  assert.match(await sex.locator(".scores").textContent(), /log-loss skill.*Brier score/);
  assert.equal(await sex.getByText("top-3 accuracy").count(), 0, "of two classes every one is among three");
  await page.getByLabel("Rows of the split").selectOption("train");
  await page.waitForFunction(() => !/interval/.test(document.querySelector(".head.task-2").textContent));
  assertClean(page);
});

// Two numbers that have nothing in common, from inputs of their own: one shared feature can't serve both.
function conflict(rows) {
  let text = "a,b,first,second\n";
  for (let row = 0; row < rows; row++) {
    const [a, b] = [((row * 37) % 101) / 50 - 1, ((row * 53) % 103) / 51 - 1];
    // With some noise, as a column that gives a task away is left out.
    const noise = (factor) => ((row * factor) % 97) / 65 - 0.75;
    text += [a, b, 3 * a + noise(59), 3 * b + noise(83)].map((value) => value.toFixed(4)).join() + "\n";
  }
  return text;
}

test("tasks in conflict lose by learning together, and the page says so", { timeout: 120_000 }, async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  await drop(page, "conflict.csv", conflict(500));
  for (const column of ["first", "second"]) await role(page, column, "task");
  await page.waitForFunction(() => document.querySelectorAll(".network .heads li").length === 2);
  await setting(page, "Trunk widths", "1");
  await page.getByText("More settings").click();
  await page.getByLabel("Activation").selectOption("tanh");
  await setting(page, "Learning rate", "0.02");
  await train(page).click();
  await page.locator(".verdict").waitFor({ timeout: 60_000 });
  const rows = await page.locator(".compared tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  assert.deepEqual(cells.map(([task]) => task), ["first", "second"]);
  for (const [task, , together, alone, gain, linear, trees, baseline] of cells) {
    for (const score of [together, alone, linear, trees, baseline]) assert.match(score, /^−?\d\.\d{3}$/, task);
    assert.ok(Number(alone) > Number(together.replace("−", "-")), `${task}: ${alone} alone, ${together} together`);
    assert.match(gain, /^-[\d.]+ %/, task);
  }
  assert.match(await page.locator(".verdict").textContent(), /seems to hurt/);
  assertClean(page);
});

// What weights sum to is in the documentation of each method; of the others, nothing is promised.
const sums = { equal: 3, dwa: 3, slaw: 3, famo: 3, random: 3, gradnorm: 3, nash_mtl: 3, fairgrad: 3 };

test("gradients' cosines are a matrix of cosines, and weights sum as their method says", { timeout: 120_000 }, async () => {
  const page = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const kinds = [...Object.keys(sums), "mgda", "pcgrad", "cagrad", "upgrad"];
  const found = await page.evaluate(
    async ([text, roles, kinds]) => {
      const head = document.querySelector("poly-head");
      await head.ready;
      await head.loadData(text, { name: "dealt", roles });
      const histories = {};
      for (const kind of kinds) {
        await head.configure({ epochs: 4, singleTaskTwins: false, weighting: { kind, refresh: 1 } });
        histories[kind] = (await head.train()).history;
      }
      return histories;
    },
    [dealt(300), roles, kinds],
  );
  let measured = 0;
  for (const [kind, history] of Object.entries(found)) {
    for (const { weights, conflict, epoch } of history) {
      const sum = weights.reduce((sum, weight) => sum + weight, 0);
      if (kind in sums) near(sum, sums[kind], `${kind}, epoch ${epoch}`);
      assert.ok(weights.every(Number.isFinite), `${kind}: ${weights}`);
      if (!conflict) continue;
      measured++;
      for (const [row, cosines] of conflict.cosines.entries()) {
        near(cosines[row], 1, `${kind}, the diagonal`);
        for (const [column, cosine] of cosines.entries()) {
          assert.ok(Math.abs(cosine) <= 1 + 1e-9, `${kind}: ${cosine}`);
          near(cosine, conflict.cosines[column][row], `${kind}, its mirror`);
        }
      }
    }
  }
  assert.ok(measured >= 4 * 6, `gradients were measured in ${measured} epochs`);
  assert.deepEqual(page.errors, []);
  await page.close();
});
