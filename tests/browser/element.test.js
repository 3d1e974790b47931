// The element, driven from another origin: every method, every event, and what happens when something is wrong.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "./support/browser.js";
import { embed } from "./support/host.js";
import { made } from "./support/table.js";

let browser, host;

before(async () => {
  browser = await launch();
  host = await embed(browser);
});
after(async () => {
  await browser.close();
  host.close();
});

const roles = { value: "task", side: "task", corner: "task" };

// Runs in the host page with its first element.
function drive(page, script, argument) {
  return page.evaluate(
    ([script, argument]) => new Function("head", "argument", `return (${script})(head, argument)`)(document.querySelector("poly-head"), argument),
    [String(script), argument],
  );
}

test("the reading of a large table is told of, and can be cancelled", async () => {
  const page = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const found = await drive(page, async (head) => {
    await head.ready;
    const line = (row) => `${(row * 7919) % 9973}.${row % 7},${row}\n`;
    const block = Array.from({ length: 100_000 }, (_, row) => line(row)).join("");
    const told = new Promise((resolve) => head.addEventListener("polyhead-reading", resolve, { once: true }));
    const loaded = head.loadData(new Blob(Array(60).fill(block)), { name: "large" });
    const refused = loaded.then(() => "it was read", ({ message }) => message);
    const { detail } = await told;
    const status = await head.cancelLoad();
    return { detail, status, size: 60 * block.length, refused: await refused };
  });
  assert.equal(found.detail.name, "large");
  assert.equal(found.detail.total, found.size);
  assert.ok(found.detail.read > 0 && found.detail.done > 0 && found.detail.done < 1);
  assert.equal(found.status.status, "idle");
  assert.equal(found.refused, "the reading of “large” was cancelled: drop a file or choose an example");
});

test("a label set answers several columns of yes and no as one task", async () => {
  const page = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const line = (_, row) => [row % 37, (row * 7) % 11, ["no", "yes"][Number(row % 37 > 18)], row % 4 ? Number((row * 7) % 11 > 5) : ""].join();
  const table = ["size,age,wifi,pool", ...Array.from({ length: 400 }, line)].join("\n");
  const found = await drive(
    page,
    async (head, table) => {
      await head.ready;
      await head.loadData(table, { roles: { wifi: "task", pool: "task" } });
      const refused = await head.configure({ labelSets: { services: ["wifi"] } }).catch(({ message }) => message);
      const { labelSets } = await head.configure({ labelSets: { services: ["wifi", "pool"] }, epochs: 60, batchSize: 32, optimizer: { learningRate: 0.01 } });
      const { tasks } = await head.train();
      const predictions = await head.predict([{ size: 36, age: 10 }, { size: 0, age: 0 }]);
      return { refused, labelSets, tasks, predictions, apart: (await head.configure({ labelSets: { services: null } })).labelSets };
    },
    table,
  );
  assert.match(found.refused, /labelSets\.services: expected at least two columns/);
  assert.deepEqual(found.labelSets, { services: ["wifi", "pool"] });
  assert.deepEqual(found.apart, {});
  const [task] = found.tasks;
  assert.deepEqual([found.tasks.length, task.name, task.kind, task.classes], [1, "services", "multilabel", ["wifi", "pool"]]);
  const { macroF1, microF1, hammingLoss, subsetAccuracy } = task.metrics.test;
  assert.ok(macroF1 > 0.9 && microF1 > 0.9 && hammingLoss < 0.1 && subsetAccuracy > 0.8, JSON.stringify(task.metrics.test));
  assert.equal(task.labels.test[0].labelled, task.labelled.test);
  assert.ok(task.labels.test[1].labelled < task.labelled.test, "pool is known in fewer rows");
  const [yes, no] = found.predictions.map(({ services }) => services);
  assert.deepEqual([yes.value, no.value], [["wifi", "pool"], []]);
  assert.ok(yes.probabilities.wifi > 0.5 && yes.probabilities.pool > 0.5 && no.probabilities.pool < 0.5);
  await page.close();
});

test("load, configure, train, predict, report and state", async () => {
  const page = await host.open(`<poly-head backend="cpu" hide="header,steps"></poly-head>`);
  const found = await drive(
    page,
    async (head, { text, roles }) => {
      const heard = {};
      for (const name of ["ready", "data", "metrics", "status", "error", "resize"]) {
        head.addEventListener(`polyhead-${name}`, ({ detail }) => (heard[name] ??= []).push(detail));
      }
      const device = await head.ready;
      const table = await head.loadData(text, { name: "made", roles });
      const config = await head.configure({ epochs: 12, optimizer: { learningRate: 0.01 }, batchSize: 32 });
      const report = await head.train();
      const rows = [{ x1: 0.5, x2: -0.5, colour: "red" }, { x1: -0.5, x2: 0.5, colour: "blue" }, {}];
      return { heard, device, table, config, report, predictions: await head.predict(rows), again: await head.report(), state: await head.getState() };
    },
    { text: made(300), roles },
  );
  assert.equal(found.device.backend, "cpu");
  assert.match(found.device.reason, /asks for it/);
  assert.equal(found.table.rows, 300);
  assert.deepEqual(found.table.columns.map(({ role }) => role), ["input", "input", "input", "task", "task", "task"]);
  assert.equal(found.config.epochs, 12);
  assert.equal(found.report.status, "done");
  assert.equal(found.report.epochs, 12);
  assert.equal(found.report.history.length, 12);
  assert.deepEqual(found.report.tasks.map(({ kind }) => kind), ["regression", "binary", "multiclass"]);
  assert.deepEqual(found.again, found.report);
  assert.deepEqual(found.state, found.config);
  assert.equal(found.predictions.length, 3);
  assert.equal(found.predictions[0].side.value, "right");
  assert.equal(found.predictions[1].side.value, "left");
  const sum = Object.values(found.predictions[2].corner.probabilities).reduce((sum, share) => sum + share);
  assert.ok(Math.abs(sum - 1) < 1e-5);
  assert.equal(found.heard.data[0].rows, 300);
  const statuses = found.heard.status.map(({ status }) => status);
  assert.ok(statuses.includes("running") && statuses.at(-1) === "done", String(statuses));
  assert.equal(found.heard.metrics.filter(({ tasks }) => tasks).length, 12, "an event for every epoch");
  assert.ok(found.heard.resize.at(-1).height > 400);
  assert.equal(found.heard.error, undefined);
  assert.deepEqual(page.errors, []);
  await page.close();
});

test("pause, resume, step, stop and reset", async () => {
  const page = await host.open(`<poly-head backend="cpu" example="penguins"></poly-head>`);
  const found = await drive(page, async (head) => {
    await head.ready;
    await new Promise((resolve) => head.addEventListener("polyhead-data", resolve, { once: true }));
    await head.configure({ epochs: 100000, earlyStopping: null });
    const first = await head.step(3);
    const running = head.train();
    await new Promise((resolve) => head.addEventListener("polyhead-metrics", resolve, { once: true }));
    const paused = await head.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const still = await head.pause();
    const one = await head.step();
    const resumed = await head.resume();
    await new Promise((resolve) => head.addEventListener("polyhead-metrics", resolve, { once: true }));
    const stopped = await head.stop();
    const report = await running;
    const reset = await head.reset();
    return { first, paused, still, one, resumed, stopped, reset, steps: report.steps, why: report.stoppedBecause };
  });
  assert.deepEqual(found.first, { status: "paused", step: 3 });
  assert.equal(found.paused.status, "paused");
  assert.deepEqual(found.still, found.paused);
  assert.equal(found.one.step, found.paused.step + 1);
  assert.equal(found.resumed.status, "running");
  assert.equal(found.stopped.status, "done");
  assert.equal(found.steps, found.stopped.step);
  assert.match(found.why, /stopped/);
  assert.deepEqual(found.reset, { status: "idle", step: 0 });
  await page.close();
});

test("bytes, a Blob and row objects are tables too", async () => {
  const page = await host.open(`<poly-head backend="cpu"></poly-head>`);
  const found = await drive(
    page,
    async (head, text) => {
      const bytes = new TextEncoder().encode(text);
      const rows = [
        { name: 'say "hi", you', size: 1.5, big: true },
        { name: "two\nlines", size: null, big: false },
        { name: "c", size: 3, big: true, extra: 9 },
      ];
      const summaries = [];
      for (const source of [bytes.buffer, bytes, new Blob([text]), rows]) summaries.push(await head.loadData(source));
      const json = JSON.stringify([{ a: 1 }, { a: "not told", b: "x" }, { a: 2, b: "y" }, { a: 3, b: "x" }]);
      const packed = new Blob([json]).stream().pipeThrough(new CompressionStream("gzip"));
      const options = { missingMarks: ["not told"] };
      summaries.push(await head.loadData(await new Response(packed).arrayBuffer(), options));
      return summaries;
    },
    made(50),
  );
  assert.deepEqual(found.map(({ rows, columns }) => [rows, columns.length]), [[50, 6], [50, 6], [50, 6], [3, 4], [4, 2]]);
  const { columns, preview } = found[3];
  assert.deepEqual(columns.map(({ name }) => name), ["name", "size", "big", "extra"]);
  assert.deepEqual(preview[0], ['say "hi", you', "1.5", "true", ""]);
  assert.equal(preview[1][0], "two\nlines");
  assert.equal(found[4].format, "json");
  assert.deepEqual(found[4].missingMarks, ["not told"]);
  assert.deepEqual(found[4].columns.map(({ type, missing }) => [type, missing]), [["integer", 1], ["category", 1]]);
  await page.close();
});

test("files in an array are joined by the key that is named, and Parquet is a table too", async () => {
  const page = await host.open(`<poly-head backend="cpu"></poly-head>`);
  const parquet = (await readFile(new URL("../fixture/gzip.parquet", import.meta.url))).toString("base64");
  const found = await drive(page, async (head, parquet) => {
    const sales = new File(["shop,sold\na,1\nb,2\nc,3\na,4\n"], "sales.csv");
    const shops = new Blob([JSON.stringify([{ shop: "a", size: 1.5 }, { shop: "b", size: 2.5 }, { shop: "d", size: 3 }])]);
    const message = (promise) => promise.then(() => "loaded", (error) => error.message);
    const twice = new File(["shop,owner\na,x\na,y\n"], "owners.csv");
    return {
      joined: await head.loadData([sales, shops], { join: "shop", roles: { sold: "task" } }),
      noKey: await message(head.loadData([sales, shops])),
      alone: await message(head.loadData(sales, { join: "shop" })),
      repeated: await message(head.loadData([sales, twice], { join: "shop", name: "both" })),
      parquet: await head.loadData(Uint8Array.from(atob(parquet), (letter) => letter.charCodeAt(0)), { roles: { price: "task" } }),
      mixed: await head.loadData([new Blob(["small,new\n-20,x\n-19,y\n"]), new Blob([Uint8Array.from(atob(parquet), (letter) => letter.charCodeAt(0))])], { join: "small" }),
    };
  }, parquet);
  assert.equal(found.joined.name, "sales.csv + file 2");
  assert.deepEqual(found.joined.joins, [{ file: "file 2", key: "shop", matched: 3, unused: 1 }]);
  assert.deepEqual(found.joined.preview, [["a", "1", "1.5"], ["b", "2", "2.5"], ["c", "3", ""], ["a", "4", "1.5"]]);
  assert.deepEqual(found.joined.warningPlaces, [{ row: 4, column: "shop" }]);
  assert.match(found.noKey, /choose one that all of them have \(shop\)/);
  assert.match(found.alone, /^join: expected two or more/);
  assert.match(found.repeated, /rows 2 and 3 of “owners.csv” both have “a” in the key column “shop”/);
  assert.deepEqual([found.parquet.rows, found.parquet.format, found.parquet.firstRow], [40, "parquet", 1]);
  assert.equal(found.parquet.columns.find(({ name }) => name === "day").type, "date");
  assert.deepEqual([found.mixed.rows, found.mixed.format, found.mixed.columns.length, found.mixed.joins[0].matched], [2, "csv", 24, 2]);
  assert.equal(found.mixed.preview[1][found.mixed.columns.findIndex(({ name }) => name === "whole")], "7819");
  await page.close();
});

test("what is wrong is refused with a sentence", async () => {
  const page = await host.open(`<poly-head backend="cpu"></poly-head>`);
  const refusals = await drive(
    page,
    async (head, { text, roles }) => {
      const errors = [];
      head.addEventListener("polyhead-error", ({ detail }) => errors.push(detail.message));
      const refusal = (promise) => promise.then(() => "accepted", (error) => error.message);
      const found = {
        train: await refusal(head.train()),
        predict: await refusal(head.predict([{}])),
        table: await refusal(head.loadData("a,b\n1\n")),
        source: await refusal(head.loadData(42)),
        field: await refusal(head.configure({ learningRate: 1 })),
        value: await refusal(head.configure({ epochs: "many" })),
      };
      await head.loadData(text, { roles });
      found.column = await refusal(head.loadData(text, { roles: { nobody: "task" } }));
      found.role = await refusal(head.loadData(text, { roles: { value: "boss" } }));
      await head.train({ epochs: 1 });
      found.row = await refusal(head.predict([{ x1: "much" }]));
      found.name = await refusal(head.predict([{ weight: 1 }]));
      found.errors = errors.length;
      return found;
    },
    { text: made(60), roles },
  );
  assert.match(refusals.train, /no table is loaded/);
  assert.match(refusals.predict, /train one first/);
  assert.match(refusals.table, /row/);
  assert.match(refusals.source, /source: expected/);
  assert.match(refusals.field, /no field “learningRate”/);
  assert.match(refusals.value, /epochs/);
  assert.match(refusals.column, /no column “nobody”/);
  assert.match(refusals.role, /roles: .*boss/);
  assert.match(refusals.row, /row 1, column “x1”/);
  assert.match(refusals.name, /no column “weight”/);
  assert.ok(refusals.errors >= 6);
  await page.close();
});

test("unknown types, another version and strangers are not obeyed", async () => {
  const page = await host.open(`<poly-head backend="cpu"></poly-head><iframe id="stranger" srcdoc="<p>stranger</p>"></iframe>`);
  const found = await drive(page, async (head) => {
    await head.ready;
    const app = head.querySelector("iframe").contentWindow;
    const answers = new Map();
    window.addEventListener("message", ({ source, data }) => source === app && answers.set(data.id, data));
    const ask = (id, message) => app.postMessage({ source: "polyhead", version: 1, id, payload: {}, ...message }, "*");
    ask("dance", { type: "dance" });
    ask("old", { type: "getState", version: 0 });
    app.postMessage({ source: "somebody", version: 1, id: "other", type: "getState" }, "*");
    // A frame beside it is not the page that holds it.
    const script = `parent.frames[0].postMessage({ source: "polyhead", version: 1, id: "stranger", type: "getState", payload: {} }, "*")`;
    document.querySelector("#stranger").contentWindow.eval(script);
    ask("last", { type: "getState" });
    while (!answers.has("last")) await new Promise((resolve) => setTimeout(resolve, 20));
    // And a message that only looks like an answer resolves nothing.
    let answered = false;
    const report = head.report().then(() => (answered = "really"));
    for (let id = 0; id < 20; id++) window.postMessage({ source: "polyhead", version: 1, id, type: "reply", payload: "forged" }, "*");
    await report;
    return { answers: Object.fromEntries(answers), answered };
  });
  assert.equal(found.answers.dance.type, "error");
  assert.match(found.answers.dance.payload.message, /“dance” is not known/);
  assert.match(found.answers.old.payload.message, /version 1/);
  assert.equal(found.answers.other, undefined);
  assert.equal(found.answers.stranger, undefined);
  assert.equal(found.answers.last.type, "reply");
  assert.equal(found.answered, "really");
  await page.close();
});

test("two elements do not disturb one another, and removal ends the worker", async () => {
  const page = await host.open(
    `<poly-head backend="cpu" example="penguins"></poly-head><poly-head id="second" backend="cpu"></poly-head>`,
  );
  const steps = await drive(page, async (head) => {
    const second = document.querySelector("#second");
    await Promise.all([head.ready, second.ready]);
    await head.configure({ seed: 11 });
    const state = await second.getState();
    const refusal = await second.train().catch((error) => error.message);
    const first = await head.step(2);
    return { seed: state.seed, refusal, first };
  });
  assert.equal(steps.seed, 7);
  assert.match(steps.refusal, /no table/);
  assert.equal(steps.first.step, 2);
  assert.equal(page.workers().length, 2);
  const refusal = await drive(page, async (head) => {
    await head.configure({ epochs: 100000, earlyStopping: null });
    const running = head.train().catch((error) => error.message);
    await new Promise((resolve) => head.addEventListener("polyhead-metrics", resolve, { once: true }));
    head.remove();
    return running;
  });
  assert.match(refusal, /removed/);
  for (let wait = 0; wait < 50 && page.workers().length > 1; wait++) await page.waitForTimeout(50);
  assert.equal(page.workers().length, 1);
  assert.equal((await drive(page, (head) => head.ready)).backend, "cpu");
  await page.close();
});

test("nothing but the two origins is asked, and nothing after loading", async () => {
  const page = await host.open(`<poly-head backend="cpu"></poly-head>`);
  await drive(page, (head) => head.ready);
  const before = page.requests.length;
  await drive(page, async (head, text) => {
    await head.loadData(text, { roles: { value: "task" } });
    await head.train({ epochs: 2 });
    await head.predict([{}]);
  }, made(60));
  assert.deepEqual(page.requests.slice(before), []);
  const origins = new Set(page.requests.filter((url) => url.startsWith("http")).map((url) => new URL(url).origin));
  assert.equal(origins.size, 2, [...origins].join(" "));
  await page.close();
});
