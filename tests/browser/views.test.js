// What there is to see: every view draws, says the numbers that the report has, and shows the rows that are picked in any other.
import assert from "node:assert/strict";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, isReady, says, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop } from "./support/table.js";

let browser, server;

before(async () => {
  [browser, server] = await Promise.all([launch({ gpu: false }), serve()]);
});
after(async () => {
  await browser.close();
  server.close();
});

// Four kinds of heads over 400 rows, none without a label.
function table() {
  const line = (row) => {
    const [x, y] = [((row * 37) % 101) / 50 - 1, ((row * 53) % 103) / 51 - 1];
    const noise = (((row * 7919) % 97) / 97 - 0.5) * 0.8;
    const size = ["small", "medium", "large"][Number(x + noise > -0.4) + Number(x + noise > 0.5)];
    const visits = Math.max(0, Math.round(Math.exp(0.7 * y + noise)));
    return [x.toFixed(3), y.toFixed(3), ["red", "green", "blue"][row % 3], x + y + noise > 0 ? "yes" : "no", size, (3 * x - y + noise).toFixed(3), visits].join();
  };
  return ["x,y,colour,good,size,price,visits", ...Array.from({ length: 400 }, (_, row) => line(row))].join("\n");
}

async function trained(options) {
  const page = await open(browser, `${server.origin}/?backend=cpu&keep=no`, options);
  await isReady(page);
  await drop(page, "made.csv", table());
  await page.getByText("400 rows × 7 columns").waitFor();
  for (const column of ["good", "size", "price", "visits"]) {
    await page.getByLabel(`Role of ${column}`, { exact: true }).selectOption("task");
  }
  await page.getByLabel("Then train each task alone").uncheck();
  await train(page).click();
  await says(page, "Train again");
  await page.locator(".head .figure").nth(3).waitFor();
  return page;
}

// The views of a part of the page, by their keys.
const keys = (part) => part.locator(":scope > .tabs button").evaluateAll((all) => all.map((button) => button.dataset.view));

// Opens a view, and waits until it is drawn.
async function show(part, key) {
  if (key) await part.locator(`:scope > .tabs [data-view="${key}"]`).click();
  // Some show nothing before a row is picked, and say so.
  await part.locator(":scope > .look :is(.figure, .sentence:not(:empty))").first().waitFor({ timeout: 20_000 });
  return part.locator(":scope > .look");
}

test("the first screen holds the Train button and every head's picture, and a press moves them all", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu&keep=no`, { asVisitor: true });
  await isReady(page);
  const pictures = page.locator("#train .look svg.chart");
  await pictures.nth(2).waitFor({ timeout: 5_000 });
  for (const part of [train(page), pictures.nth(0), pictures.nth(1), pictures.nth(2)]) {
    const box = await part.boundingBox();
    assert.ok(box.y >= 0 && box.y + box.height <= 900, `in sight: ${JSON.stringify(box)}`);
  }
  const drawing = () => pictures.evaluateAll((all) => all.map((one) => [...one.querySelectorAll(".shade")].map((path) => path.getAttribute("d")).join()));
  const before = await drawing();
  await train(page).click();
  await page.waitForFunction(
    (before) => {
      const now = [...document.querySelectorAll("#train .look svg.chart")];
      return before.every((old, index) => [...now[index].querySelectorAll(".shade")].map((path) => path.getAttribute("d")).join() !== old);
    },
    before,
    { timeout: 5_000 },
  );
  assertClean(page);
  await page.context().close();
});

test("another axis changes every picture, and its numbers are what the heads answer", async () => {
  const page = await trained();
  const look = page.locator("#train .look").first();
  const shades = () => look.locator(".figure").first().locator(".shade").evaluateAll((all) => all.map((path) => path.getAttribute("d")).join());
  const before = await shades();
  await look.getByLabel("Up").selectOption({ label: "colour" });
  await page.waitForFunction((before) => [...document.querySelector("#train .look .figure").querySelectorAll(".shade")].map((path) => path.getAttribute("d")).join() !== before, before);
  assert.equal(await look.locator(".figure").count(), 4);
  const price = look.locator(".figure").nth(2);
  await price.getByRole("button", { name: "Table" }).click();
  const lines = await price.locator("tbody tr").evaluateAll((all) => all.slice(0, 40).map((line) => [...line.children].map((cell) => cell.textContent)));
  const number = (text) => Number(text.replace("−", "-").replace(/\s/g, ""));
  const asked = lines.map(([, x, colour]) => ({ x: number(x), y: 0, colour }));
  assert.ok(lines.length === 40 && new Set(asked.map(({ colour }) => colour)).size >= 1);
  assert.ok(lines.every(([what, , , value]) => what === "price" && Number.isFinite(number(value))));
  assertClean(page);
  await page.context().close();
});

test("every view of every head and of all heads is drawn, wide and narrow, without a word from the console", { timeout: 240_000 }, async () => {
  const page = await trained();
  const parts = [page.locator(".overviews"), ...(await page.locator(".head").all())];
  let views = 0;
  for (const part of parts) {
    for (const key of await keys(part)) {
      const look = await show(part, key).catch(() => part.locator(":scope > .look"));
      views += 1;
      const sentence = await look.locator(".sentence").textContent();
      assert.ok(sentence.length > 20 && /[.)]$/.test(sentence), `${key}: “${sentence}”`);
      assert.doesNotMatch(await look.textContent(), /NaN|undefined|Infinity|null/, key);
      const wide = await look.evaluate((part) => part.scrollWidth > part.clientWidth + 1);
      assert.equal(wide, false, `${key} is wider than its place`);
    }
  }
  assert.ok(views >= 15, `${views} views`);
  await page.setViewportSize({ width: 320, height: 700 });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  assertClean(page);
  await page.context().close();
});

test("rows that are picked in one view are the picked ones in every other", { timeout: 300_000 }, async () => {
  const page = await trained();
  await page.getByLabel("Rows of the split").selectOption("valid");
  const heads = await page.locator(".head").all();
  const parts = [page.locator(".overviews"), ...heads];
  // Picks something, and tells how many rows that are.
  const pick = async (look) => {
    const chart = look.locator("svg.chart").first();
    const cell = look.locator("button.cell").first();
    if (await chart.count()) {
      for (const key of ["End", "ArrowLeft", "Home", "ArrowRight", "ArrowRight"]) {
        await chart.press(key);
        await chart.press("Enter");
        if (await page.locator(".picked-bar.shown").count()) break;
      }
    } else if (await cell.count()) {
      await cell.click();
    }
    const said = await page.locator(".picked-bar p").textContent();
    return Number(said.match(/^([\d\s]+) rows? picked/)?.[1].replace(/\s/g, "") ?? 0);
  };
  // How many picked rows each view has: the most of its parts, since small multiples hold the same rows.
  const shown = async (look) => {
    const counts = await look.locator("[data-picked]").evaluateAll((all) =>
      all.filter((part) => part.matches("svg")).map((part) => Number(part.dataset.picked)).concat(
        [...new Set(all.filter((part) => !part.matches("svg")).map((part) => part.closest("table")))].map((table) =>
          [...table.querySelectorAll("[data-picked]")].reduce((sum, cell) => sum + Number(cell.dataset.picked), 0)),
      ));
    return counts;
  };
  const pairs = [];
  for (const [index, part] of parts.entries()) {
    for (const key of await keys(part)) {
      const look = await show(part, key).catch(() => null);
      if (!look) continue;
      await page.evaluate(() => document.querySelector(".picked-bar button")?.click());
      const picked = await pick(look);
      if (picked === 0) continue;
      for (const [other, there] of parts.entries()) {
        if (other === index) continue;
        for (const name of await keys(there)) {
          // In a line of these, a row may stand several times, or another row stands for it.
          if (["slices", "chosen", "nearest", "flip"].includes(name)) continue;
          const look = await show(there, name).catch(() => null);
          if (!look) continue;
          // The table of rows is asked for anew.
          if (name === "rows") await page.waitForFunction((picked) => document.querySelectorAll(".overviews tr[data-picked]").length === Math.min(picked, 100), picked);
          const counts = (await shown(look)).map((count) => (name === "rows" && picked > 100 ? picked : count));
          // Every row has a label of every task, so a view of single rows or of bars has all of them.
          const holds = (await look.locator("svg.chart .dots, svg.chart .column, button.cell").count()) > 0;
          if (!holds || counts.length === 0) continue;
          pairs.push(`${key} → ${name}`);
          assert.ok(Math.max(...counts) === picked, `${picked} rows of ${key} (${index}) are ${counts} in ${name} (${other})`);
        }
      }
    }
  }
  assert.ok(pairs.length > 60, `${pairs.length} pairs`);
  assertClean(page);
  await page.context().close();
});

test("a frame drawn with the mouse picks rows, and Escape lets them go", async () => {
  const page = await trained();
  const chart = page.locator("#train .look svg.chart").first();
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.15);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.8, { steps: 4 });
  await page.mouse.up();
  await page.locator(".picked-bar.shown").waitFor();
  assert.match(await page.locator(".picked-bar p").textContent(), /^\d+ rows? picked in “good”$/);
  await chart.press("Escape");
  await page.locator(".picked-bar:not(.shown)").waitFor({ state: "attached" });
  assertClean(page);
  await page.context().close();
});

test("the threshold moves rows between the columns of its matrix and none between its lines", async () => {
  const page = await trained();
  const head = page.locator(".head").first();
  const look = await show(head, "threshold");
  const rows = async () => {
    const cells = await look.locator("table.shades tbody tr").evaluateAll((all) => all.map((line) => [...line.querySelectorAll("td")].slice(0, 2).map((cell) => Number(cell.textContent.match(/\d+/)[0]))));
    return cells.map(([no, yes]) => no + yes);
  };
  const before = await rows();
  const text = async () => look.locator("table.shades").textContent();
  for (const value of ["0.1", "0.35", "0.9"]) {
    const old = await text();
    await look.getByRole("slider").fill(value);
    await page.waitForFunction((old) => document.querySelector(".head .look table.shades")?.textContent !== old, old, { timeout: 5_000 }).catch(() => {});
    assert.deepEqual(await rows(), before, value);
  }
  assertClean(page);
  await page.context().close();
});

test("a drawing leaves the page as a picture with its colours", async () => {
  const page = await trained();
  const figure = page.locator("#train .look .figure").first();
  for (const [name, begins] of [["SVG", "<svg"], ["PNG", "\u0089PNG"]]) {
    const [download] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name }).click()]);
    assert.equal(download.suggestedFilename(), `good.${name.toLowerCase()}`);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    assert.ok(bytes.subarray(0, 4).toString("latin1") === begins, bytes.subarray(0, 20).toString("latin1"));
    if (name === "SVG") assert.match(bytes.toString(), /fill="rgb\(\d+, \d+, \d+\)"/);
  }
  assertClean(page);
  await page.context().close();
});

test("what the page shows is saved as one file that needs nothing else", async () => {
  const page = await trained();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as one HTML file" }).click()]);
  assert.equal(download.suggestedFilename(), "polyhead-report.html");
  const folder = await mkdtemp(join(tmpdir(), "polyhead-"));
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  const context = await browser.newContext({ offline: true });
  const report = await context.newPage();
  const asked = [];
  report.on("request", (request) => asked.push(request.url()));
  await report.goto(`file://${path}`);
  assert.equal(await report.locator("h1").textContent(), "Polyhead: made.csv, run 1");
  assert.ok((await report.locator("svg.chart").count()) >= 8);
  assert.equal(await report.locator("button, select, input, script").count(), 0);
  for (const name of ["good", "size", "price", "visits"]) assert.ok((await report.locator(".all-heads th", { hasText: name }).count()) === 1);
  assert.match(await report.locator("#model").textContent(), /Architecture\s*Hard sharing/i);
  assert.equal(await report.locator(".all-heads td").first().textContent(), await page.locator(".all-heads td").first().textContent());
  assert.deepEqual(asked.filter((url) => !url.startsWith("file:")), []);
  await context.close();
  assertClean(page);
  await page.context().close();
});

test("the numbers of the charts are those of the report", { timeout: 120_000 }, async () => {
  const host = await embed(browser);
  const page = await host.open(`<poly-head backend="cpu"></poly-head>`);
  const report = await page.evaluate(async (csv) => {
    const head = document.querySelector("poly-head");
    await head.ready;
    const roles = { good: "task", size: "task", price: "task", visits: "task" };
    await head.loadData(csv, { name: "made.csv", roles });
    await head.configure({ singleTaskTwins: false });
    return head.train();
  }, table());
  const frame = page.frameLocator("poly-head iframe");
  const head = (task) => frame.locator(`.head.task-${task}`);
  const metric = (task) => report.tasks[task].metrics.test;
  const near = (found, expected, what) => assert.ok(Math.abs(found - expected) <= 0.0006 + 0.001 * Math.abs(expected), `${what}: ${found} and ${expected}`);
  const number = (text) => Number(text.replace("−", "-").replace(/[\s %]/g, ""));
  const opened = async (task, key) => {
    await head(task).locator(`.tabs [data-view="${key}"]`).click();
    const look = head(task).locator(":scope > .look");
    await look.locator(".figure").first().waitFor();
    return look;
  };
  // The share of rows on the diagonal is the accuracy.
  for (const task of [0, 1]) {
    await head(task).locator(".corner").waitFor();
    const cells = await head(task).locator(".shades tbody tr").evaluateAll((all) => all.map((line) => [...line.querySelectorAll("td")].slice(0, -1).map((cell) => Number(cell.textContent))));
    const right = cells.reduce((sum, line, index) => sum + line[index], 0);
    near(right / cells.flat().reduce((a, b) => a + b, 0), metric(task).accuracy, "accuracy");
  }
  const second = report.tasks[0].labels.test[1];
  const roc = await opened(0, "roc");
  assert.match(await roc.textContent(), new RegExp(`${second.auc.toFixed(3)}`), "AUC");
  const precision = await opened(0, "precision_recall");
  assert.match(await precision.textContent(), /\d\.\d{3}/);
  const calibration = await opened(0, "calibration");
  assert.match(await calibration.textContent(), new RegExp(metric(0).ece.toFixed(3)), "calibration error");
  // The root of the mean squared distance from the diagonal is the error.
  const lines = async (look, most) => {
    await look.locator(".figure").first().getByRole("button", { name: "Table" }).click();
    return look.locator(".figure").first().locator("tbody tr").evaluateAll((all, most) => all.slice(0, most).map((line) => [...line.children].map((cell) => cell.textContent)), most);
  };
  for (const task of [2, 3]) {
    const rows = (await lines(await opened(task, "scatter"), 400)).filter((line) => /^row /.test(line[3]));
    assert.equal(rows.length, report.tasks[task].labelled.test);
    const squares = rows.map(([, actual, predicted]) => (number(actual) - number(predicted)) ** 2);
    const rmse = Math.sqrt(squares.reduce((a, b) => a + b, 0) / rows.length);
    assert.ok(Math.abs(rmse - metric(task).rmse) < 0.01 * metric(task).rmse + 0.005, `${rmse} and ${metric(task).rmse}`);
    const residuals = (await lines(await opened(task, "residuals"), 400)).filter((line) => /^row /.test(line[3]));
    const mae = residuals.reduce((sum, [, , residual]) => sum + Math.abs(number(residual)), 0) / residuals.length;
    assert.ok(Math.abs(mae - metric(task).mae) < 0.01 * metric(task).mae + 0.005, `${mae} and ${metric(task).mae}`);
  }
  assert.deepEqual(page.errors, []);
  await page.close();
  await host.context.close();
  host.close();
});
