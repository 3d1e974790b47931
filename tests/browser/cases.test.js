// Files that people really have: each is loaded, and most are trained on, through the element; one line per case.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./support/browser.js";
import { embed } from "./support/host.js";
import { differences } from "./support/judge.js";

const cases = new URL("../cases/", import.meta.url);
const expectations = JSON.parse(await readFile(new URL("expect.json", cases), "utf8"));

let browser, host, page;

before(async () => {
  browser = await launch();
  host = await embed(browser);
});
after(async () => {
  await browser.close();
  host.close();
});

// Runs in the page: loads a file, loads it again with the roles that the case chooses, trains and predicts.
async function attempt({ file, bytes, tasks, labelset, predict, train }) {
  const found = {};
  const blob = new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))]);
  const head = document.createElement("poly-head");
  head.setAttribute("backend", "cpu");
  document.body.append(head);
  const chosen = { ...Object.fromEntries(Object.values(labelset ?? {}).flat().map((name) => [name, "task"])), ...tasks };
  // Awaits a promise, and keeps the sentence of its refusal under a name.
  const keep = (name, promise) => promise.catch((error) => void (found[name] = error?.message ?? String(error)));
  try {
    await head.ready;
    const begin = performance.now();
    found.summary = await keep("error", head.loadData(blob, { name: file }));
    found.loadMs = Math.round(performance.now() - begin);
    if (found.error || !train) return found;
    if (Object.keys(chosen).length > 0) await keep("rolesError", head.loadData(blob, { name: file, roles: chosen }));
    if (labelset) await keep("labelSetError", head.configure({ labelSets: labelset }));
    found.report = await keep("trainError", head.train({ epochs: 3 }));
    if (found.report) delete found.report.history;
    const { columns, preview } = found.summary;
    const row = () => Object.fromEntries(columns.map(({ name }, column) => [name, preview[0][column]]));
    if (predict) found.prediction = await keep("predictError", head.predict([row()]));
    return found;
  } finally {
    head.remove();
  }
}

for (const [name, expected] of Object.entries(expectations)) {
  test(`${name}: ${expected.wish ?? expected.file}`, { todo: expected.open }, async () => {
    // A page of its own for every few, as a new user would have.
    if (!page || page.errors.length > 0 || Number.parseInt(name) % 10 === 0) {
      await page?.close();
      page = await host.open("");
    }
    const bytes = (await readFile(new URL(expected.file, cases))).toString("base64");
    const { file, tasks, labelset, predict } = expected;
    const train = expected.train !== undefined && !expected.error;
    const found = await page.evaluate(attempt, { file, bytes, tasks, labelset, predict, train });
    assert.deepEqual(differences(expected, found), []);
    assert.deepEqual(page.errors, []);
  });
}
