// Which tasks belong together: measured on the page, suggested, trained and compared; and for an embedding one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { embed } from "./support/host.js";
import { assertClean, heads, isReady, train } from "./support/page.js";
import { serve } from "./support/server.js";
import { made } from "./support/table.js";

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

test("affinities are asked for, every pair is listed, and nothing that is learned changes", { timeout: 120_000 }, async () => {
  const own = await open(browser, `${server.origin}/?backend=cpu&example=penguins`);
  await isReady(own);
  await own.getByLabel("Then train each task alone").uncheck();
  await train(own).click();
  const ask = own.getByRole("button", { name: "Measure in the next run" });
  await ask.waitFor({ timeout: 60_000 });
  const first = await heads(own, "valid");
  await ask.click();
  await own.getByText("The next run measures which tasks help each other").waitFor();
  await train(own).click();
  const rows = own.locator(".pairs tbody tr");
  await rows.first().waitFor({ timeout: 60_000 });
  const cells = await Promise.all((await rows.all()).map((row) => row.locator("th, td").allTextContents()));
  const pairs = cells.map(([tasks]) => tasks).sort();
  assert.deepEqual(pairs, ["Body Mass (g) & Sex", "Species & Body Mass (g)", "Species & Sex"]);
  for (const [tasks, onto, back, cosine, , opposed, lengths, labels, seconds] of cells) {
    for (const share of [onto, back, opposed]) assert.match(share, /^−?[\d.e-]+ %$/, tasks);
    for (const number of [cosine, lengths]) assert.match(number, /^−?[01]\.\d{3}$/, tasks);
    assert.match(labels, /^\d+, \d+, \d+$/, tasks);
    assert.equal(seconds, "–", tasks);
  }
  assert.match(await own.locator(".groupings li").first().innerText(), /Species \+ Body Mass \(g\) \+ Sex/);
  // Twice the same training, with and without looks ahead.
  assert.deepEqual(await heads(own, "valid"), first);
  const runs = own.locator(".runs tbody tr");
  await runs.nth(1).waitFor();
  assert.match(await runs.nth(1).innerText(), /affinityEvery \d/);
  assertClean(own);
});

test("an embedding page trains a suggested grouping and compares it", { timeout: 120_000 }, async () => {
  const own = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const found = await own.evaluate(async (text) => {
    const head = document.querySelector("poly-head");
    await head.ready;
    await head.loadData(text, { name: "made", roles: { value: "task", side: "task", corner: "task" } });
    const comparison = { resamples: 200, linear: false, trees: false };
    await head.configure({ epochs: 8, batchSize: 32, singleTaskTwins: false, affinityEvery: 2, comparison });
    const report = await head.train();
    const compared = await head.compareGrouping([{ tasks: [0] }, { tasks: [1, 2] }]);
    const wrong = await head.compareGrouping([{ tasks: [0, 1] }]).then(() => "it went on", ({ message }) => message);
    const suggested = await head.compareGrouping(report.affinity.groupings.at(-1).groups);
    return { report, compared, wrong, suggested };
  }, made(300));
  const { affinity } = found.report;
  assert.deepEqual([affinity.every, affinity.pairs.length, affinity.matrix.length], [2, 3, 3]);
  assert.ok(affinity.groupings[0].groups[0].tasks.length === 3);
  const { tasks, grouping } = found.compared.comparison;
  assert.deepEqual(grouping.groups, [{ tasks: [0], answers: [0] }, { tasks: [1, 2], answers: [1, 2] }]);
  assert.deepEqual(tasks[0].grouped, tasks[0].singleTask);
  assert.notDeepEqual(tasks[1].grouped, tasks[1].joint);
  assert.match(grouping.overJoint.sentence, /all tasks together/);
  assert.match(grouping.overAlone.sentence, /each task alone/);
  assert.ok(found.compared.affinity.pairs.every(({ secondsAlone }) => secondsAlone > 0));
  assert.match(found.wrong, /each task among the answers of one group/);
  assert.deepEqual(found.suggested.comparison.grouping.groups, affinity.groupings.at(-1).groups);
  assert.deepEqual(own.errors, []);
  // What was asked for by the element stands on its page.
  const app = own.frames().at(-1);
  assert.equal(await app.locator(".compared thead th", { hasText: "In its group" }).count(), 1);
  assert.ok((await app.locator(".pairs tbody tr").count()) === 3);
});
