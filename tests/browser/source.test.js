// Where tables come from: an address, several files at once, and Parquet.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, isReady } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop, dropAll, made } from "./support/table.js";

let browser, server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve({ "/tables/made up.csv": made(40) })]);
});
after(async () => {
  await browser.close();
  server.close();
});

const notice = (page) => page.locator(".notice span").textContent({ timeout: 10_000 });

test("the page's address names a table on its origin, relative or whole", async () => {
  for (const data of ["tables/made up.csv?v=2", `${server.origin}/tables/made%20up.csv`]) {
    const page = await open(browser, `${server.origin}/?backend=cpu&example=bikeshare&data=${encodeURIComponent(data)}`);
    await page.getByText("40 rows × 6 columns").waitFor();
    assert.match(await page.locator("#data .facts strong").textContent(), /^made up\.csv$/);
    assert.equal(await page.getByLabel("Example").inputValue(), "", "it is no example");
    await isReady(page);
    assertClean(page);
    await page.context().close();
  }
});

test("another origin is refused before it is asked, and a file that is not there gets a sentence", async () => {
  const other = await serve({ "/table.csv": made(40) });
  after(() => other.close());
  for (const [data, words] of [
    [`${other.origin}/table.csv`, /not on this page's origin/],
    [`//${new URL(other.origin).host}/table.csv`, /not on this page's origin/],
    ["data:text/csv,a,b", /not on this page's origin/],
    ["http://", /is no address/],
    ["nowhere.csv", /“.*nowhere\.csv” could not be loaded/],
  ]) {
    const page = await open(browser, `${server.origin}/?backend=cpu&data=${encodeURIComponent(data)}`);
    assert.match(await notice(page), words);
    assert.deepEqual(page.strangers, [], data);
    assert.equal(await page.locator("#data .facts").count(), 0, "nothing is loaded in its place");
    await page.getByLabel("Example").selectOption("penguins");
    await isReady(page);
    await page.context().close();
  }
});

const houses = ["id,kind,price", ...Array.from({ length: 40 }, (_, row) => `h${row % 23},${"ab"[row % 2]},${(row * 7) % 50}`)].join("\n");
// For the last three there is no row.
const sizes = ["kind;size;id", ...Array.from({ length: 21 }, (_, row) => `${"abc"[row % 3]};${row},5;h${row}`)].join("\n");
const files = { "houses.csv": houses, "sizes.csv": sizes };

test("several files are joined by the key that fits best, or one of them is taken", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  await dropAll(page, files);
  const offer = page.locator(".joining");
  await offer.getByText("38 rows match; the key has 23 different values.").waitFor();
  assert.equal(await offer.getByLabel(/^Key/).inputValue(), "id");
  await offer.getByLabel(/^Key/).selectOption("kind");
  await offer.getByText("both have “a” in the key column “kind”").waitFor();
  assert.ok(await offer.getByRole("button", { name: "Join by" }).isDisabled());
  // The other way round no house is a row's own.
  await offer.getByLabel("Rows come from").selectOption("sizes.csv");
  await offer.getByText("“houses.csv” both have").waitFor();
  await offer.getByRole("button", { name: "Take only sizes.csv" }).waitFor();
  await offer.getByLabel("Rows come from").selectOption("houses.csv");
  await offer.getByRole("button", { name: "Join by “id”" }).click();
  await page.getByText("40 rows × 5 columns").waitFor();
  assert.equal(await offer.count(), 0);
  await page.getByText("Joined with sizes.csv by “id”: 38 of 40 rows matched").waitFor();
  assert.equal(await page.getByLabel("Type of size", { exact: true }).inputValue(), "number");
  await page.getByLabel("Role of kind (sizes.csv)").waitFor();
  await page.getByRole("button", { name: "row 23, column “id”: “h21” is in no row" }).click();
  const row = page.locator(".preview tbody tr").filter({ has: page.locator("[aria-current]") });
  await row.waitFor();
  assert.deepEqual(await row.locator("td").allTextContents(), ["h21", "b", "47", "", ""]);
  // Read again with other marks, it is joined again.
  await page.getByText("How cells are read").click();
  const marks = page.getByLabel("Cells without a value");
  await marks.fill("h0");
  await marks.blur();
  await page.getByText("36 of 40 rows matched").waitFor();
  await dropAll(page, files);
  await offer.getByRole("button", { name: "Take only houses.csv" }).click();
  await page.getByText("40 rows × 3 columns").waitFor();
  await dropAll(page, { "a.csv": "a,b\n1,2\n2,3\n", "b.csv": "c,d\n1,2\n2,3\n" });
  await offer.getByText("no column name in common").waitFor();
  await offer.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await offer.count(), 0);
  await page.getByText("40 rows × 3 columns").waitFor();
  assertClean(page);
});

const fixture = (name) => readFile(new URL(`../fixture/${name}`, import.meta.url));

test("a Parquet file keeps types, missing cells and exact digits, whatever its name", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await isReady(page);
  assert.ok(!asked.some((path) => path.includes("unpack")), "it is loaded only when it is needed");
  await drop(page, "odd.csv", await fixture("snappy.parquet"));
  await page.getByText("40 rows × 23 columns").waitFor();
  assert.ok(asked.includes("/unpack_bg.wasm"));
  assert.match(await page.locator("#data .facts").textContent(), /Parquet/);
  const expected = { whole: "integer", real: "number", price: "number", truth: "boolean", kind: "category", day: "date", nano: "date", key: "identifier" };
  for (const [column, type] of Object.entries(expected)) {
    assert.equal(await page.getByLabel(`Type of ${column}`, { exact: true }).inputValue(), type, column);
  }
  await page.getByText("All rows").click();
  await page.locator(".preview tbody td").first().waitFor();
  const names = await page.locator(".preview thead th").allTextContents();
  const cells = await page.locator(".preview tbody tr").nth(1).locator("th, td").allTextContents();
  const row = Object.fromEntries(names.map((name, place) => [name, cells[place]]));
  assert.equal(row.exact, "-10000000000000000000.0000000001");
  assert.deepEqual([row.kind, row.text, row.day, row.micro], ["grün", "line 1\nof, text", "1970-01-01", "1969-12-31T00:59:58.123456"]);
  assert.deepEqual([row.tags, row["place.x"], row["place.y"], row["2020"]], ['["a"]', "1", "", "1"]);
  const missing = await page.locator(".preview tbody tr").nth(3).locator("th, td").allTextContents();
  assert.deepEqual([missing[names.indexOf("whole")], missing[names.indexOf("kind")]], ["", ""]);
  await page.getByText("How cells are read").click();
  const marks = page.getByLabel("Cells without a value");
  await marks.fill("red");
  await marks.blur();
  await page.getByText("“red”").waitFor();
  await isReady(page);
  assertClean(page);
});

test("of two tables the last one asked for stays, however long the first takes to be had", async () => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const page = await open(browser, `${server.origin}/?backend=cpu`, {
    prepare: (page) => page.context().route("**/unpack_bg.wasm*", async (route) => {
      await held;
      await route.continue();
    }),
  });
  await isReady(page);
  const asked = page.context().waitForEvent("request", (request) => request.url().includes("unpack_bg.wasm"));
  await drop(page, "slow.parquet", await fixture("snappy.parquet"));
  await asked;
  await drop(page, "quick.csv", made(40));
  await page.getByText("40 rows × 6 columns").waitFor();
  const helper = page.workers().find((worker) => worker.url().includes("module=unpack"));
  const gone = helper.waitForEvent("close");
  release();
  await gone;
  // What a worker is asked next comes after whatever the page would have sent for the slow one.
  await page.getByText("All rows").click();
  await page.locator(".preview tbody td").first().waitFor();
  assert.match(await page.locator("#data .facts strong").textContent(), /^quick\.csv$/);
  assert.equal(await page.locator(".notice").count(), 0);
  await isReady(page);
  assertClean(page);
});

test("workbooks and archives are opened, and what was left in them is said", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  for (const [name, shape, words] of [
    ["book.xlsx", "5 rows × 7 columns", /sheets “Data”, “Other”, of which “Data” was read/],
    ["book.ods", "2 rows × 3 columns", /workbook/],
    ["book.xls", "5 rows × 7 columns", /workbook/],
    ["two.zip", "30 rows × 2 columns", /holds 2 tables .*“folder\/table.csv”, was read/],
    ["table.csv.zst", "30 rows × 2 columns", /delimiter “,”/],
    ["table.csv.br", "30 rows × 2 columns", /delimiter “,”/],
    ["table.tar.gz", "30 rows × 2 columns", /holds 2 tables|delimiter “,”/],
    ["brotli2.parquet", "40 rows × 23 columns", /Parquet/],
  ]) {
    await drop(page, name, await fixture(name));
    await page.locator("#data").getByText(name).first().waitFor();
    await page.getByText(shape).waitFor();
    await page.locator("#data").filter({ hasText: words }).waitFor();
  }
  assert.equal(page.workers().length, 1, "the others are gone");
  assertClean(page);
});

test("a Parquet file that can't be read gets a sentence, and the table stays", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  const whole = await fixture("snappy.parquet");
  const changed = Buffer.from(whole);
  changed[9177] ^= 0x55;
  for (const [name, bytes, words] of [
    ["cut.parquet", whole.subarray(0, 9000), /the Parquet file can't be read \(/],
    ["changed.parquet", changed, /it is damaged, or too large/],
    ["torn.xlsx", (await fixture("book.xlsx")).subarray(0, 3000), /the (zip archive|workbook) can't be/],
  ]) {
    await drop(page, name, bytes);
    await page.locator(".notice").filter({ hasText: words }).waitFor({ timeout: 10_000 });
    assert.match(await page.locator("#data .facts").textContent(), /Penguins/);
    await page.getByRole("button", { name: "Dismiss" }).click();
  }
  await drop(page, "whole.parquet", whole);
  await page.getByText("40 rows × 23 columns").waitFor();
  assert.equal(page.workers().length, 1, "the others are gone");
  assertClean(page);
});
