// The app in the other two engines, Firefox's and WebKit's: the default example, a chosen file, training, and the element.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines } from "./support/engine.js";
import { serve } from "./support/server.js";
import { made } from "./support/table.js";

// Runs in a page: waits until the main button has one of the words and can be pressed.
const waits = async (words) => {
  for (const end = Date.now() + 120_000; Date.now() < end; ) {
    const button = document.querySelector("#train-button");
    if (button && !button.disabled && words.includes(button.textContent)) return button.textContent;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the button says “${document.querySelector("#train-button")?.textContent}”: ${document.body.innerText.slice(0, 400)}`);
};

for (const [name, engine] of Object.entries(engines)) {
  describe(name, { skip: engine.missing }, () => {
    let browser, app;
    before(async () => {
      app = await serve();
      browser = await engine.launch();
    });
    after(async () => {
      await browser.close();
      app.close();
    });

    test("the default example is ready and trains", async () => {
      const page = await browser.open(`${app.origin}/?backend=cpu`);
      await page.evaluate(waits, ["Train"]);
      await page.evaluate(() => document.querySelector("#train-button").click());
      await page.evaluate(waits, ["Train again"]);
      assert.ok(await page.evaluate(() => document.querySelectorAll(".all-heads tbody tr").length >= 2), "every head has its row");
    });

    test("a chosen file is read and trains", async () => {
      const page = await browser.open(`${app.origin}/?backend=cpu`);
      await page.evaluate(waits, ["Train"]);
      const facts = await page.evaluate(async (text) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], "chosen.csv"));
        const input = document.querySelector('input[type="file"]');
        input.files = transfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
        for (const end = Date.now() + 30_000; Date.now() < end; ) {
          const text = document.querySelector("#data").textContent;
          if (text.includes("chosen.csv") && /400\srows/.test(text)) return text;
          await new Promise((done) => setTimeout(done, 50));
        }
        return document.querySelector("#data").innerText;
      }, made(400));
      assert.match(facts, /400\srows/);
      await page.evaluate(waits, ["Train"]);
      await page.evaluate(() => document.querySelector("#train-button").click());
      await page.evaluate(waits, ["Train again"]);
    });

    test("the element loads, trains and predicts from another origin", async () => {
      const pages = { "/host": `<!doctype html><title>Host</title><script type="module" src="${app.origin}/polyhead.js"></script><poly-head backend="cpu"></poly-head>` };
      const outside = await serve(pages);
      const page = await browser.open(`${outside.origin}/host`);
      const found = await page.evaluate(async (text) => {
        await customElements.whenDefined("poly-head");
        const head = document.querySelector("poly-head");
        const { backend } = await head.ready;
        const { rows } = await head.loadData(text, { roles: { value: "task", side: "task" } });
        const { status, tasks } = await head.train({ epochs: 20 });
        const [answer] = await head.predict([{ x1: 0.5, x2: -0.5, colour: "red" }]);
        return { backend, rows, status, tasks: tasks.map((task) => task.name), answer };
      }, made(400));
      outside.close();
      const { answer, ...rest } = found;
      assert.deepEqual(rest, { backend: "cpu", rows: 400, status: "done", tasks: ["value", "side"] });
      assert.equal(typeof answer.value.value, "number");
      assert.ok(["left", "right"].includes(answer.side.value));
    });
  });
}
