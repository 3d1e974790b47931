// What tests do and read on the page.
import assert from "node:assert/strict";

export const train = (page) => page.locator("#train-button");

export async function isReady(page, timeout = 15_000) {
  await page.locator("#train-button:enabled").waitFor({ timeout });
}

// Waits until the main button says the given word.
export async function says(page, word, timeout = 60_000) {
  await page.waitForFunction(
    (word) => document.querySelector("#train-button")?.textContent === word,
    word,
    { timeout },
  );
}

export const step = async (page) => Number((await page.locator("#step").textContent()).replace(/\D/g, ""));

// Rows of the table of all heads on a split: task, labelled rows, scores and losses of the head and without input.
export async function heads(page, split) {
  await page.getByLabel("Rows of the split").selectOption(split);
  const rows = await page.locator(".all-heads tbody tr").all();
  const cells = await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()));
  const number = (text) => Number(text.replace("−", "-").replace(/\s/g, ""));
  return cells.map(([task, labelled, metric, score, trivialScore, loss, trivialLoss]) => ({
    task,
    metric,
    labelled: number(labelled),
    score: number(score),
    trivialScore: number(trivialScore),
    loss: number(loss),
    trivialLoss: number(trivialLoss),
  }));
}

export async function setting(page, label, value) {
  const field = page.getByLabel(label, { exact: true });
  if (!(await field.isVisible())) await page.getByText("More settings").click();
  await field.fill(value);
  await field.press("Enter");
  await field.blur();
}

// Lets a run go on until it is stopped.
export async function endless(page) {
  await setting(page, "Epochs, at most", "100000");
  await setting(page, "Stop when validation is flat for (epochs; empty: never)", "");
}

export function assertClean(page) {
  assert.deepEqual(page.errors, [], "console errors");
  assert.deepEqual(page.strangers, [], "requests off the origin");
}
