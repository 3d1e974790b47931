// Wrong input: each gets a sentence, and the app goes on working.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, heads, isReady, says, setting, train } from "./support/page.js";
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

const notice = (words) => page.locator(".notice").filter({ hasText: words }).waitFor({ timeout: 5_000 });

const files = {
  "an empty file": ["", /the file is empty/],
  "a header without rows": ["a,b\n", /no data rows/],
  "one row": ["a,b\n1,2\n", /only one data row/],
  "a ragged row": ["a,b\n1,2\n3\n5,6\n", /row 3 has 1 cells, but the header has 2/],
  "an empty name": ["a,\n1,2\n3,4\n", /no name for column 2/],
  "a NUL byte": ["a,b\n1,2\n\0,4\n", /row 3 holds a NUL byte/],
  "a quote that never closes": ['a,b\n1,"2\n3,4\n', /quote that opens in row 2 is never closed/],
  "a number that is not finite": ["a,b\n1,2\ninf,3\n4,5\n", /row 3, column “a”: “inf” is not a finite number/],
  "a picture named .csv": [Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /this is a PNG picture/],
  "a web page named .csv": ["<!doctype html>\n<title>Sign in</title>\n", /this is a web page/],
  "one JSON object with lists of two lengths": ['{"a": [1, 2, 3], "b": [1, 2]}', /lists “a” and “b” have 3 and 2 cells/],
  "noise named .csv": [Buffer.from(Array.from({ length: 4000 }, (_, place) => ((place * 2654435761) >>> 13) % 256 | 1)), /binary file/],
};

for (const [what, [content, words]] of Object.entries(files)) {
  test(`${what} gets a sentence and leaves the loaded table in place`, async () => {
    await drop(page, "wrong.csv", content);
    await notice(words);
    assert.match(await page.locator("#data .facts").textContent(), /Penguins/);
  });
}

test("two gigabytes are refused before they are read", async () => {
  const dropped = await page.evaluateHandle(() => {
    const file = new File(["a,b\n1,2\n"], "huge.csv");
    Object.defineProperty(file, "size", { value: 2 ** 31 });
    const list = Object.assign(Object.create(FileList.prototype), { item: (place) => (place ? null : file), 0: file });
    const input = document.querySelector(".drop input[type=file]");
    Object.defineProperty(input, "files", { value: list, configurable: true });
    return input;
  });
  await dropped.evaluate((input) => {
    input.dispatchEvent(new Event("change", { bubbles: true }));
    delete input.files;
  });
  await notice(/2048 MB, more than the 512 MB/);
});

test("settings out of range name their field by its label and change nothing", async () => {
  await setting(page, "Learning rate", "-1");
  await notice(/^Learning rate: expected a number above 0/);
  await setting(page, "Rows per batch", "many");
  await notice(/^Rows per batch: expected a whole number, such as 100, found “many”/);
  await setting(page, "Trunk widths", "64, wide");
  await notice(/^Trunk widths: expected whole numbers, such as 64, 32, found “wide”/);
  await setting(page, "Trunk widths", "64, 32");
  await setting(page, "Learning rate", "0.001");
});

test("numbers are taken as people write them", async () => {
  const typed = { "Learning rate": [["0,01", "0.01"], [".02", "0.02"], ["0.001", "0.001"]], "Rows per batch": [["1 000", "1000"], ["1,024", "1024"], ["128", "128"]] };
  for (const [label, pairs] of Object.entries(typed)) {
    for (const [text, value] of pairs) {
      await setting(page, label, text);
      await page.waitForFunction(([label, value]) => {
        const field = [...document.querySelectorAll("label")].find((field) => field.querySelector("span")?.textContent === label);
        return field.querySelector("input").value === value;
      }, [label, value]);
    }
  }
  assert.equal(await page.locator(".notice").count(), 0);
});

test("a refused paste keeps its text, and what is read leaves the focus at hand", async () => {
  await page.getByText("Paste …").click();
  const field = page.getByLabel("Table, with a header row");
  await field.fill("a,b\n1\n");
  await page.getByRole("button", { name: "Read the pasted table" }).click();
  await notice(/row 2 has 1 cells/);
  assert.equal(await field.inputValue(), "a,b\n1\n");
  await field.fill("a,b\n1,2\n2,3\n3,9\n");
  await page.getByRole("button", { name: "Read the pasted table" }).click();
  await page.getByText("3 rows × 2 columns").waitFor();
  await field.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Paste …");
});

test("targets that can not be learned are refused with the reason", async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 7}.5,3,yes,,c${row},${row % 5}`);
  await drop(page, "targets.csv", ["x,constant,one,none,many,label", ...rows].join("\n"));
  await page.getByText("targets.csv").waitFor();
  await page.getByLabel("Type of many").selectOption("category");
  const cases = { constant: /constant/, one: /only one class|constant/, none: /no labels|can't be a task/, many: /40 classes for 40/ };
  for (const [column, words] of Object.entries(cases)) {
    await role(page, column, "task");
    await notice(words);
    assert.ok(await train(page).isDisabled(), column);
    await role(page, column, "ignore");
  }
  await isReady(page);
});

test("a table without a complete column or with too few rows for every split gets an answer", async () => {
  await drop(page, "holes.csv", ["a,b,c", ...Array.from({ length: 60 }, (_, row) => (row % 2 ? `${row % 7},,${row % 5}` : `,${row % 3},`))].join("\n"));
  await page.getByText("60 rows × 3 columns").waitFor();
  await isReady(page);
  await drop(page, "two.csv", "a,b\n1,2\n2,3\n");
  await page.getByText("2 rows × 2 columns").waitFor();
  await notice(/split/);
  assert.ok(await train(page).isDisabled());
});

test("a type that is chosen stays while other steps are used and the table is read again", async () => {
  const line = (row) => `${row % 4},${row % 2 ? "yes" : "no"},k${row},2020-01-${10 + (row % 20)},${row % 9 === 4 ? "gone" : row % 7}`;
  await drop(page, "types.csv", ["grade,answer,key,day,size", ...Array.from({ length: 60 }, (_, row) => line(row))].join("\n"));
  await page.getByText("60 rows × 5 columns").waitFor();
  const type = (column) => page.getByLabel(`Type of ${column}`, { exact: true });
  const found = { grade: "integer", answer: "boolean", key: "identifier", day: "date", size: "category" };
  for (const [column, kind] of Object.entries(found)) assert.equal(await type(column).inputValue(), kind, column);
  await type("grade").selectOption("category");
  await page.waitForFunction(() => document.querySelector(".notice") === null);
  await isReady(page);
  await setting(page, "Epochs, at most", "3");
  await train(page).click();
  await says(page, "Train again");
  await heads(page, "test");
  assert.equal(await type("grade").inputValue(), "category");
  const details = page.locator("details").filter({ hasText: "How cells are read" });
  if (await details.getAttribute("open") === null) await page.getByText("How cells are read").click();
  const marks = page.getByLabel("Cells without a value");
  await marks.fill("gone");
  await marks.blur();
  await page.getByText("no value: “gone”").waitFor();
  assert.deepEqual([await type("grade").inputValue(), await type("size").inputValue()], ["category", "integer"]);
});

test("an export with a title, a trailing delimiter and a byte-order mark is read, and so is a nested list", async () => {
  const rows = Array.from({ length: 30 }, (_, row) => `M${row % 5};${row},${row % 10};${(row * 3) % 7};`);
  await drop(page, "export.csv", ["\ufeffSales 2020;;;", "Month;Height;Count;", ...rows].join("\r\n"));
  await page.getByText("30 rows × 3 columns").waitFor();
  await page.getByText("row 1, “Sales 2020”, stands above the header and was left out").waitFor();
  await page.getByText("names no column behind “Count”").waitFor();
  assert.equal(await page.getByLabel("Type of Height", { exact: true }).inputValue(), "number");
  const nested = Array.from({ length: 30 }, (_, row) => ({ id: row, who: { town: `t${row % 3}` }, age: (row * 3) % 11 }));
  await drop(page, "nested.json", JSON.stringify(nested));
  await page.getByText("nested.json").waitFor();
  assert.equal(await page.getByLabel("Type of who.town", { exact: true }).inputValue(), "category");
});

test("Windows-1252 is read and said", async () => {
  await drop(page, "latin.csv", Buffer.from("f\xfc,b\n1,2\n2,3\n3,5\n4,1\n5,2\n", "latin1"));
  await page.getByText("was read as Windows-1252").waitFor();
  await page.getByLabel("Role of fü").waitFor();
});

test("semicolons, a byte-order mark, quoted newlines and decimal commas", async () => {
  await drop(page, "euro.csv", '\ufeffsize;note;price\n1,5;"two\nlines";10,25\n2,5;"a;b";11\n3;c;12,5\n4;d;9\n');
  await page.getByText("4 rows × 3 columns").waitFor();
  await page.getByText("All rows").click();
  const rows = page.locator(".preview tbody");
  await rows.locator("td").first().waitFor();
  assert.deepEqual(await rows.locator("tr").first().locator("td").allTextContents(), ["1,5", "two\nlines", "10,25"]);
  assert.equal(await page.getByLabel("Type of size").inputValue(), "number");
});

test("after all of it the app still trains", async () => {
  await drop(page, "fine.csv", made(200));
  for (const column of ["value", "side", "corner"]) await role(page, column, "task");
  await isReady(page);
  await train(page).click();
  await says(page, "Train again");
  assert.equal((await heads(page, "test")).length, 3);
  assertClean(page);
});
