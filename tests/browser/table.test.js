// The loaded table: many columns and many rows stay at hand.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, isReady } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop, made, role } from "./support/table.js";

let browser, server, page;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
  page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
});
after(async () => {
  await browser.close();
  server.close();
});

const lines = (count, line) => Array.from({ length: count }, (_, place) => line(place));

test("columns are found by name and given a role together", async () => {
  const names = [...lines(30, (place) => `px_${place}`), "Weight", "answer"];
  await drop(page, "wide.csv", [names.join(), ...lines(20, (row) => names.map((_, place) => (row + place) % 17).join())].join("\n"));
  await page.getByText("20 rows × 32 columns").waitFor();
  await page.getByLabel("Find columns").fill("PX_");
  assert.equal(await page.locator(".columns tbody tr").count(), 30);
  await page.getByLabel("Role of all 30 columns shown").selectOption("ignore");
  await page.locator(".columns tbody tr.role-ignore").nth(29).waitFor();
  await page.getByLabel("Find columns").fill("");
  assert.equal(await page.getByLabel("Role of Weight", { exact: true }).inputValue(), "input");
  assert.equal(await page.locator(".columns tbody tr.role-ignore").count(), 30);
});

test("a search ends with the table that it was for, and for nothing found nothing is changed", async () => {
  await page.getByLabel("Find columns").fill("px_");
  await page.waitForFunction(() => document.querySelectorAll(".columns tbody tr").length === 30);
  await page.getByRole("button", { name: "One step" }).click();
  await page.waitForFunction(() => document.querySelector("#step").textContent === "1");
  await page.getByLabel("Find columns").fill("nowhere");
  await page.getByLabel("Role of all 0 columns shown").selectOption("ignore");
  await page.getByLabel("Find columns").fill("px_1");
  await page.getByLabel("Role of all 11 columns shown").waitFor();
  assert.equal(await page.locator("#step").textContent(), "1", "the run goes on");
  await drop(page, "small.csv", "a,b\n1,2\n2,3\n3,9\n");
  await page.waitForFunction(() => document.querySelectorAll(".columns tbody tr").length === 2);
});

test("columns of yes and no are learned together as one task, and separately again", async () => {
  const line = (row) => [row % 37, (row * 7) % 11, ...[20, 9, 30].map((edge, place) => (row % (place + 4) ? ["no", "yes"][Number((row * (place + 3)) % 41 > edge)] : ""))];
  await drop(page, "hotels.csv", ["size,age,wifi,pool,bar", ...lines(300, (row) => line(row).join())].join("\n"));
  await page.getByText("300 rows × 5 columns").waitFor();
  const summary = page.getByText("Columns of yes and no, learned together");
  assert.equal(await summary.count(), 0, "one task is not enough");
  for (const name of ["wifi", "pool"]) await role(page, name, "task");
  await page.getByText("3 tasks", { exact: true }).waitFor();
  await summary.click();
  const join = page.getByRole("button", { name: /^Learn \d columns? as one task$/ });
  const name = page.getByLabel("Name of their task");
  for (const [taken, problem] of [["age", "A column has this name"], [" ", "Give the task a name"]]) {
    await name.fill(taken);
    await page.locator(".together").getByText(problem).waitFor();
    assert.ok(await join.isDisabled());
  }
  await name.fill("services");
  // By keyboard alone.
  await page.getByLabel("bar", { exact: true }).press("Space");
  assert.equal(await join.textContent(), "Learn 2 columns as one task");
  await page.getByLabel("bar", { exact: true }).press("Space");
  await join.press("Enter");
  await page.getByText("1 task", { exact: true }).waitFor();
  assert.equal(await page.getByText("one label of the task “services”").count(), 3);
  assert.deepEqual(await page.locator(".network .heads strong").allTextContents(), ["services"]);
  await page.getByRole("button", { name: "One step" }).click();
  await page.locator(".answer .shares li").nth(2).waitFor();
  assert.deepEqual(await page.locator(".answer .shares li span:first-child").allTextContents(), ["wifi", "pool", "bar"]);
  await page.locator(".head .shades tbody th").nth(2).waitFor();
  assert.deepEqual(await page.locator(".head .shades tbody th").allTextContents(), ["wifi", "pool", "bar"]);
  // A column that is no task any more leaves; the others stay together.
  await role(page, "pool", "ignore");
  await page.getByText("services: wifi, bar").waitFor();
  await page.getByRole("button", { name: "Learn “services” separately" }).click();
  await page.getByText("2 tasks", { exact: true }).waitFor();
  assert.deepEqual(await page.locator(".network .heads strong").allTextContents(), ["wifi", "bar"]);
});

test("a choice that one column can't follow changes none and says which", async () => {
  await drop(page, "mixed.csv", ["a,b,c,d,e,f,g,h,i", ...lines(9, (row) => `${row % 3},x${row % 2},3,4,5,6,7,8,${row}`)].join("\n"));
  await page.getByText("9 rows × 9 columns").waitFor();
  const types = () => page.locator(".columns tbody tr td:first-of-type select").evaluateAll((menus) => menus.map((menu) => menu.value));
  const before = await types();
  await page.getByLabel("Type of all 9 columns shown").selectOption("number");
  await page.locator(".notice").filter({ hasText: "“b”" }).waitFor();
  assert.deepEqual(await types(), before);
});

test("any row of a long table is a scroll away, with its number in the file", async () => {
  const rows = 60_000;
  await drop(page, "long.csv", ["place,square", ...lines(rows, (row) => `${row},${row * row}`)].join("\n"));
  await page.getByText("60 000 rows").waitFor();
  await page.getByText("All rows").click();
  const shown = (row) => page.locator(".preview tbody tr").filter({ has: page.getByRole("rowheader", { name: `${row}`, exact: true }) });
  const cells = async (row) => (await shown(row).locator("th, td").allTextContents()).join(" ");
  await shown(2).locator("td").first().waitFor();
  assert.equal(await page.locator(".preview tbody tr").count(), 12, "only the rows in sight are drawn");
  const scroll = (share) => page.locator(".rows").evaluate((rows, share) => {
    rows.scrollTop = share * (rows.scrollHeight - rows.clientHeight);
  }, share);
  await scroll(1);
  await shown(rows + 1).locator("td").first().waitFor();
  assert.equal(await cells(rows + 1), `${rows + 1} ${rows - 1} ${(rows - 1) ** 2}`);
  await scroll(0.5);
  await page.waitForFunction(() => {
    const cell = document.querySelector(".preview tbody td")?.textContent;
    return cell && Number(cell) > 29_000 && Number(cell) < 31_000;
  });
  await drop(page, "short.csv", "a,b\n1,2\n2,3\n3,9\n");
  await page.waitForFunction(() => document.querySelectorAll(".preview tbody tr").length === 3);
  assertClean(page);
});

test("a warning and a refused type show their cell, by keyboard too", async () => {
  const names = lines(40, (place) => `px_${place}`);
  const cell = (row, place) => (row === 3999 && place === 35 ? "about 7" : (row * 7 + place) % 31);
  await drop(page, "stray.csv", [names.join(), ...lines(5000, (row) => names.map((_, place) => cell(row, place)).join())].join("\n"));
  await page.getByText("5 000 rows × 40 columns").waitFor();
  const details = page.locator("details").filter({ hasText: "All rows" });
  if (await details.getAttribute("open") !== null) await page.getByText("All rows").click();
  await page.getByRole("button", { name: "row 4001, column “px_35”" }).focus();
  await page.keyboard.press("Enter");
  const pointed = page.locator(".rows td[aria-current]");
  await pointed.filter({ hasText: /^about 7$/ }).waitFor();
  // The page itself may scroll smoothly.
  const comesInSight = () => page.waitForFunction(() => {
    const cell = document.querySelector(".rows td[aria-current]");
    const [inner, outer] = [cell, cell.closest(".rows")].map((part) => part.getBoundingClientRect());
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
      && inner.top >= 0 && inner.bottom <= innerHeight;
  }, null, { timeout: 5_000 });
  await comesInSight();
  assert.equal(await page.evaluate(() => document.activeElement.className), "rows");
  // Away with the keys that scroll, and back by the sentence about a type.
  await page.keyboard.press("Home");
  await page.waitForFunction(() => document.querySelector(".rows tbody th").textContent === "2");
  assert.equal(await pointed.count(), 0);
  await page.getByLabel("Type of px_35", { exact: true }).selectOption("number");
  await page.locator(".notice").getByRole("button", { name: "row 4001, column “px_35”: expected a number" }).click();
  await pointed.filter({ hasText: /^about 7$/ }).waitFor();
  await comesInSight();
  await drop(page, "short.csv", "a,b\n1,2\n2,3\n3,9\n");
  await page.waitForFunction(() => document.querySelectorAll(".preview tbody tr").length === 3);
  assert.equal(await page.locator(".warnings").count(), 0);
  assertClean(page);
});

test("marks of missing cells, equal shares and straightened targets are chosen on the page", async () => {
  const line = (row) => `${row % 10 === 3 ? "gone" : row % 9},${["a", "b"][row % 2]},${(row * 7) % 50}`;
  await drop(page, "marks.csv", ["size,kind,price", ...lines(60, line)].join("\n"));
  await page.getByText("60 rows × 3 columns").waitFor();
  await page.getByText("How cells are read").click();
  assert.equal(await page.getByLabel("Type of size", { exact: true }).inputValue(), "category");
  await page.getByLabel("Role of kind", { exact: true }).selectOption("task");
  const marks = page.getByLabel("Cells without a value");
  await marks.fill("gone, ?");
  await marks.blur();
  await page.getByText("no value: “gone”").waitFor();
  assert.equal(await page.getByLabel("Type of size", { exact: true }).inputValue(), "integer");
  assert.equal(await page.getByLabel("Role of kind", { exact: true }).inputValue(), "task", "roles stay");
  await page.getByLabel("With equal shares in every split").selectOption("kind");
  await page.getByLabel("price is learned").selectOption("yeo_johnson");
  await page.getByLabel("Input numbers").selectOption("quantile");
  await page.waitForFunction(() => [...document.querySelectorAll("#data select")].some(({ value }) => value === "yeo_johnson"));
  await isReady(page);
  assertClean(page);
});

test("a large table shows how far it is read, and its reading can be cancelled", async () => {
  await drop(page, "short.csv", "a,b\n1,2\n2,3\n3,9\n");
  await page.getByText("3 rows × 2 columns").waitFor();
  const block = lines(10_000, (row) => `${(row * 7919) % 9973}.${row % 7},${row},label ${row % 5}\n`).join("");
  const times = Math.ceil(100e6 / block.length);
  await drop(page, "large.csv", block, times);
  const bar = page.getByRole("progressbar", { name: /Reading “large.csv”: \d+ of 1\d\d MB/ });
  await bar.waitFor();
  const share = await bar.evaluate(({ position }) => position);
  assert.ok(share > 0 && share < 1, `${share}`);
  await page.locator(".reading").getByRole("button", { name: "Cancel" }).click();
  await page.locator(".notice").filter({ hasText: "the reading of “large.csv” was cancelled: the table before it stays" }).waitFor();
  assert.equal(await page.getByRole("progressbar", { name: /large/ }).count(), 0);
  await page.getByText("3 rows × 2 columns").waitFor();
  await isReady(page);
  await drop(page, "large.csv", block, times);
  await page.getByText(`large.csv`, { exact: true }).waitFor({ timeout: 60_000 });
  assert.equal(await page.getByRole("progressbar", { name: /large/ }).count(), 0);
  assertClean(page);
});

const wide = (columns, rows) => {
  const names = lines(columns, (place) => `px_${place}`);
  return [names.join(), ...lines(rows, (row) => names.map((_, place) => (row * 7 + place * place) % 31).join())].join("\n");
};

test("of many columns only the rows in sight are in the page; all are found, reached by keyboard, and counted", async () => {
  await drop(page, "pixels.csv", wide(2_000, 40));
  await page.getByText("40 rows × 2\u202f000 columns").waitFor();
  const rows = page.locator(".columns tbody tr[aria-rowindex]");
  assert.ok((await rows.count()) <= 40, `${await rows.count()} rows`);
  assert.equal(await page.locator(".columns").getAttribute("aria-rowcount"), "2001");
  assert.equal(await rows.first().getAttribute("aria-rowindex"), "2");
  // The last one, by the scroll bar.
  await page.locator(".columns-scroll").evaluate((window) => (window.scrollTop = window.scrollHeight));
  await page.getByLabel("Role of px_1999", { exact: true }).waitFor();
  assert.equal(await rows.last().getAttribute("aria-rowindex"), "2001");
  // By name.
  await page.getByLabel("Find columns").fill("px_1500");
  await page.getByLabel("Role of the one column shown").waitFor();
  await page.getByLabel("Role of px_1500", { exact: true }).selectOption("ignore");
  await page.getByLabel("Find columns").fill("");
  // By keyboard: on and on, with rows made as the focus comes.
  await page.getByLabel("Type of px_0", { exact: true }).focus();
  for (let presses = 0; presses < 120; presses++) await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Type of px_60");
  // A choice leaves the focus where it is.
  await page.keyboard.press("Tab");
  await page.getByLabel("Role of px_60", { exact: true }).selectOption("ignore");
  await page.locator(".columns tr.role-ignore", { hasText: "px_60" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Role of px_60");
  assertClean(page);
});

test("a table of ten thousand columns does not hold the page up, nor do its rows and its form", async () => {
  const pixels = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(pixels);
  await pixels.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => (longest = Math.max(longest, duration)))).observe({ type: "longtask" });
  });
  await drop(pixels, "pixels.csv", wide(10_000, 12));
  await pixels.getByText("12 rows × 10\u202f000 columns").waitFor({ timeout: 60_000 });
  await pixels.getByText("train 8").waitFor({ timeout: 60_000 });
  await pixels.getByText("All rows").click();
  await pixels.locator(".preview td").first().waitFor();
  assert.ok((await pixels.locator(".preview td").count()) <= 12 * 24);
  // To the last column, whose head and cell stand together.
  await pixels.locator(".rows").evaluate((rows) => (rows.scrollLeft = rows.scrollWidth));
  const last = pixels.locator(".preview thead th").last();
  await last.filter({ hasText: "px_9999" }).waitFor();
  assert.equal(await last.getAttribute("aria-colindex"), "10001");
  const [head, cell] = await Promise.all([last.boundingBox(), pixels.locator(".preview tbody tr").first().locator("td").last().boundingBox()]);
  assert.equal(head.x, cell.x);
  await pixels.getByRole("button", { name: "One step" }).click();
  await pixels.locator(".answers .answer").first().waitFor({ timeout: 60_000 });
  assert.equal(await pixels.locator(".what-if .fields .field").count(), 60);
  await pixels.getByLabel("Find inputs").fill("px_777");
  const labels = pixels.locator(".what-if .number-field label span");
  await pixels.waitForFunction(() => document.querySelectorAll(".what-if .number-field").length < 60);
  assert.ok((await labels.count()) > 0);
  for (const label of await labels.allTextContents()) assert.match(label, /px_777/);
  const longest = await pixels.evaluate(() => longest);
  assert.ok(longest < 1_000, `the page stood still for ${longest} ms`);
  assertClean(pixels);
});

test("charts without a value have no axis, and a new table never stands beside the old one's split", async () => {
  const fresh = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(fresh);
  assert.equal(await fresh.locator(".loss .tick").count(), 0);
  assert.equal(await fresh.locator(".loss .hint").count(), 3);
  await fresh.evaluate(() => {
    window.seen = new Set();
    const note = () => seen.add(document.querySelector("#data .facts")?.textContent);
    new MutationObserver(note).observe(document.querySelector("#data"), { childList: true, subtree: true, characterData: true });
  });
  await drop(fresh, "other.csv", made(6_000));
  await fresh.getByText("train 4\u202f200").waitFor({ timeout: 30_000 });
  const texts = await fresh.evaluate(() => [...seen]);
  assert.deepEqual(texts.filter((text) => text?.includes("other.csv") && text.includes("train 240")), []);
  await fresh.getByRole("button", { name: "One step" }).click();
  await fresh.waitForFunction(() => document.querySelector("#step").textContent === "1");
  assertClean(fresh);
});
