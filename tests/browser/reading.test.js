// How a file was read: found, shown, and changed on the page and in loadData; the first rows follow.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, isReady } from "./support/page.js";
import { serve } from "./support/server.js";
import { drop, role } from "./support/table.js";

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

const rows = Array.from({ length: 30 }, (_, row) => `${row % 7};1.${100 + ((row * 37) % 900)};k${row % 3}`);
const field = (label) => page.locator("#how-read").getByLabel(label);
const unfold = async () => {
  const part = page.locator("#how-read");
  await part.waitFor();
  if ((await part.getAttribute("open")) === null) await part.locator("summary").click();
};
const first = () => page.locator("#how-read .first-rows tbody tr").first().locator("td").allTextContents();
const enter = async (label, value) => {
  await field(label).fill(value);
  await field(label).blur();
};

test("what was found is shown, can be changed, and the first rows follow", async () => {
  await drop(page, "shop.csv", ["Report of May", "", "code;size;kind", ...rows, "Source: me"].join("\n"));
  await page.getByText("30 rows × 3 columns").waitFor();
  await unfold();
  assert.equal(await field("Delimiter").locator("option").first().textContent(), "as found: semicolon");
  assert.deepEqual(
    await Promise.all(["Rows left out above the header", "Header rows", "Rows left out below the data"].map((label) => field(label).inputValue())),
    ["2", "1", "1"],
  );
  assert.deepEqual(await first(), ["0", "1.100", "k0"]);
  await role(page, "code", "ignore");
  await enter("Rows left out below the data", "3");
  await page.getByText("28 rows × 3 columns").waitFor();
  await page.getByText("As it was found").click();
  await page.getByText("30 rows × 3 columns").waitFor();
  // What was chosen for a column stays.
  assert.equal(await page.getByLabel("Role of code", { exact: true }).inputValue(), "ignore");
  await field("Delimiter").selectOption("|");
  await page.getByText("× 1 column", { exact: false }).waitFor();
  await field("Delimiter").selectOption("");
  await page.getByText("30 rows × 3 columns").waitFor();
  await enter("Header rows", "none");
  await page.locator(".notice").filter({ hasText: "Header rows: expected a whole number" }).waitFor();
});

test("a file that could not be read can be, once it is said how", async () => {
  await drop(page, "ragged.csv", ["a;b", ...rows.slice(0, 9), "only one"].join("\n"));
  await page.locator(".notice").filter({ hasText: "How the file was read" }).waitFor();
  await page.getByText("“ragged.csv”, which could not be").waitFor();
  await unfold();
  await enter("Rows left out above the header", "1");
  await enter("Rows left out below the data", "1");
  await page.getByText("ragged.csv").first().waitFor();
  await page.getByText("× 3 columns").waitFor();
});

test("an encoding is guessed, said and changed", async () => {
  const bytes = Buffer.concat([Buffer.from("c4e0f2e03bd1f3ecece00a", "hex"), Buffer.from(Array.from({ length: 9 }, (_, row) => `${row};2${row},5\n`).join(""))]);
  await drop(page, "russian.csv", bytes);
  await page.getByText("Windows-1251").first().waitFor();
  await page.getByLabel("Role of Дата", { exact: true }).waitFor();
  await unfold();
  await field("Encoding").selectOption("windows-1252");
  await page.getByLabel("Role of Äàòà", { exact: true }).waitFor();
  assertClean(page);
});

test("loadData tells how a file was read and takes it in another way", async () => {
  const host = await embed(browser);
  const page = await host.open(`<poly-head backend="cpu"></poly-head>`);
  const found = await page.evaluate(async (text) => {
    const head = document.querySelector("poly-head");
    await head.ready;
    const { reading, rowNumbers } = await head.loadData(text);
    const commas = await head.loadData(text, { reading: { ...reading, decimal: "," } });
    const refused = await head.loadData(text, { reading: { delimeter: ";" } }).catch(({ message }) => message);
    return { reading, rowNumbers, high: commas.columns[1].values.high, refused };
  }, ["code;size;kind", ...rows, ";;", ...rows].join("\n"));
  assert.deepEqual(found.reading, {
    delimiter: ";", headerRows: 1, skipTop: 0, skipBottom: 0, encoding: "utf-8", decimal: ".", quotes: "doubled", comment: "#",
  });
  assert.deepEqual(found.rowNumbers, [{ first: 0, row: 2, step: 1 }, { first: 30, row: 33, step: 1 }]);
  assert.ok(found.high >= 1000, `${found.high}`);
  assert.match(found.refused, /reading: unknown field `delimeter`/);
  await page.close();
  host.close();
});
