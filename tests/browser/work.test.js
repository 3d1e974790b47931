// Work is not lost without a question: a run before it is dropped, a table of one's own before the page is left.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { assertClean, endless, isReady, says, step, train } from "./support/page.js";
import { serve } from "./support/server.js";
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

const question = (page) => page.getByRole("dialog");
const keep = (page) => question(page).getByRole("button", { name: "Keep the run" });
const leave = (page) => question(page).getByRole("button", { name: "Go on without it" });
const facts = (page) => page.locator("#data .facts").textContent();

// A page with a paused run of some steps.
async function paused() {
  const page = await open(browser, address);
  await isReady(page);
  await endless(page);
  await train(page).click();
  await page.waitForFunction(() => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) > 30);
  await train(page).click();
  await says(page, "Resume");
  return page;
}

test("a role, a type, many columns, a file, a paste and an example ask before they drop the run, and Escape keeps it", async () => {
  const page = await paused();
  const steps = await step(page);
  const island = page.getByLabel("Role of Island", { exact: true });
  const ways = {
    "Change “Island”?": () => island.selectOption("input"),
    "Change “Region”?": () => page.getByLabel("Type of Region", { exact: true }).selectOption("text"),
    "Change 17 columns?": () => page.getByLabel("Role of all 17 columns shown").selectOption("ignore"),
    "Read “mine.csv”?": () => drop(page, "mine.csv", made(60)),
    "Open the example “Bike rentals”?": () => page.getByLabel("Example").selectOption({ label: "Bike rentals" }),
    "Read “pasted table”?": async () => {
      await page.getByText("Paste …").click();
      await page.getByLabel("Table, with a header row").fill(made(60));
      await page.getByRole("button", { name: "Read the pasted table" }).click();
    },
  };
  for (const [text, act] of Object.entries(ways)) {
    await act();
    await question(page).getByRole("heading", { name: text }).waitFor();
    // Thousands are set apart.
    const asked = (await question(page).textContent()).replace(/(\d)\s(\d)/g, "$1$2");
    assert.match(asked, new RegExp(`The run, now at step ${steps}`));
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Keep the run");
    await page.keyboard.press("Escape");
    await question(page).waitFor({ state: "detached" });
  }
  assert.equal(await step(page), steps);
  assert.match(await facts(page), /Penguins/);
  // The menus say what is so.
  assert.deepEqual([await island.inputValue(), await page.getByLabel("Example").inputValue()], ["ignore", "penguins"]);
  assert.equal(await page.getByLabel("Table, with a header row").inputValue(), made(60), "the paste is kept");
  assertClean(page);
});

test("whoever goes on gets what was asked for", async () => {
  const page = await paused();
  await role(page, "Island", "input");
  await keep(page).click();
  assert.ok((await step(page)) > 30);
  await role(page, "Island", "input");
  await leave(page).click();
  await says(page, "Train");
  assert.equal(await step(page), 0);
  assert.equal(await page.getByLabel("Role of Island", { exact: true }).inputValue(), "input");
  // Without a run nothing is asked.
  await drop(page, "mine.csv", made(60));
  await page.getByText("60 rows × 6 columns").waitFor();
  assert.equal(await question(page).count(), 0);
  assertClean(page);
});

test("a running run is asked about, and settings that would begin another are too", async () => {
  const page = await paused();
  await page.getByLabel("Trunk widths").fill("16");
  await page.getByLabel("Trunk widths").blur();
  await page.waitForFunction(() => document.querySelector("#model .facts").textContent.match(/^[^·]*\b\d{3} param/));
  await train(page).click();
  await question(page).getByRole("heading", { name: "Start a new run, as settings were changed?" }).waitFor();
  await leave(page).click();
  await says(page, "Pause");
  await page.waitForFunction(() => Number(document.querySelector("#step").textContent.replace(/\D/g, "")) > 5);
  await drop(page, "mine.csv", made(60));
  await question(page).getByRole("heading", { name: "Read “mine.csv”?" }).waitFor();
  assert.equal(await train(page).textContent(), "Pause", "it goes on meanwhile");
  await leave(page).click();
  await page.getByText("60 rows × 6 columns").waitFor();
  assertClean(page);
});

// Whether the browser asks before the page is left.
async function asksToLeave(page) {
  return page.evaluate(() => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  });
}

test("where nothing is kept, the page is left without a question until there is a table of one's own, or a run", async () => {
  const page = await open(browser, `${address}&keep=no`);
  await isReady(page);
  assert.equal(await asksToLeave(page), false);
  await train(page).click();
  await says(page, "Train again");
  assert.equal(await asksToLeave(page), true);
  await page.getByRole("button", { name: "Reset" }).click();
  await says(page, "Train");
  assert.equal(await asksToLeave(page), false);
  await drop(page, "mine.csv", made(60));
  await page.getByText("60 rows × 6 columns").waitFor();
  assert.equal(await asksToLeave(page), true);
  // The browser's own question, which a script can't fake.
  await page.locator("#data-title").click();
  const asked = new Promise((resolve) => page.once("dialog", (dialog) => resolve(dialog.type()) || dialog.accept()));
  await page.reload();
  assert.equal(await asked, "beforeunload");
  await isReady(page);
  assert.match(await facts(page), /Penguins/);
  assertClean(page);
});
