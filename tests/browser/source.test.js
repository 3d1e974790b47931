// Where tables come from: an address.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, isReady } from "./support/page.js";
import { serve } from "./support/server.js";
import { made } from "./support/table.js";

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
