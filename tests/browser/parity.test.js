// The same seed gives the same numbers: exactly on the CPU, within a hundredth on WebGPU after 50 steps.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./support/browser.js";
import { embed } from "./support/host.js";

let browser, host;

before(async () => {
  browser = await launch();
  host = await embed(browser);
});
after(async () => {
  await browser.close();
  host.close();
});

// Losses of every task after each of the first 50 steps that was reported, and after the 50th.
async function losses(backend, config) {
  const page = await host.open(`<poly-head example="penguins" backend="${backend}"></poly-head>`);
  const found = await page.evaluate(async (config) => {
    const head = document.querySelector("poly-head");
    const { backend } = await head.ready;
    await new Promise((resolve) => head.addEventListener("polyhead-data", resolve, { once: true }));
    await head.configure(config);
    let latest;
    head.addEventListener("polyhead-metrics", ({ detail }) => detail.losses && (latest = detail));
    const { step } = await head.step(50);
    return { backend, step, losses: latest.losses, at: latest.step };
  }, config);
  assert.deepEqual(page.errors, []);
  await page.close();
  return found;
}

for (const [kind, weighting] of [
  ["hard_sharing", {}],
  ["shared_parameters", {}],
  ["hard_sharing", { kind: "mgda", gramian: "representation" }],
  ["shared_parameters", { kind: "mgda", gramian: "exact", refresh: 5 }],
]) {
  const name = [kind, ...Object.values(weighting)].join(" ");
  test(`${name}: CPU and WebGPU losses agree after 50 steps`, { timeout: 300_000 }, async () => {
    const config = { architecture: { kind }, weighting, optimizer: { learningRate: 0.003 }, batchSize: 64 };
    const cpu = await losses("cpu", config);
    const gpu = await losses("webgpu", config);
    assert.deepEqual([cpu.backend, gpu.backend], ["cpu", "webgpu"]);
    assert.deepEqual([cpu.step, gpu.step, cpu.at, gpu.at], [50, 50, 50, 50]);
    console.log(name, "CPU", cpu.losses, "WebGPU", gpu.losses);
    for (const [task, loss] of cpu.losses.entries()) {
      const apart = Math.abs(gpu.losses[task] - loss) / Math.abs(loss);
      assert.ok(apart < 1e-2, `task ${task}: ${loss} on the CPU, ${gpu.losses[task]} on WebGPU`);
    }
  });
}

// Every other architecture, ten steps each in one page a device: most of the time goes into compiling kernels.
const others = ["mmoe", "cross_stitch", "task_gated", "task_film", "single_task", "cgc", "ple", "lora", "mtan", "adatt", "dselect_k", "task_relation"];

async function lossesOfOthers(backend) {
  const page = await host.open(`<poly-head example="penguins" backend="${backend}"></poly-head>`);
  const found = await page.evaluate(async (kinds) => {
    const head = document.querySelector("poly-head");
    const { backend } = await head.ready;
    await new Promise((resolve) => head.addEventListener("polyhead-data", resolve, { once: true }));
    let latest;
    head.addEventListener("polyhead-metrics", ({ detail }) => detail.losses && (latest = detail.losses));
    const losses = [];
    for (const kind of kinds) {
      await head.reset();
      await head.configure({ architecture: { kind }, optimizer: { learningRate: 0.003 }, batchSize: 64 });
      await head.step(10);
      losses.push(latest);
    }
    return { backend, losses };
  }, others);
  assert.equal(found.backend, backend);
  assert.deepEqual(page.errors, []);
  await page.close();
  return found.losses;
}

test("every other architecture: CPU and WebGPU losses agree after 10 steps", { timeout: 300_000 }, async () => {
  const [cpu, gpu] = [await lossesOfOthers("cpu"), await lossesOfOthers("webgpu")];
  for (const [place, kind] of others.entries()) {
    for (const [task, loss] of cpu[place].entries()) {
      const apart = Math.abs(gpu[place][task] - loss) / Math.abs(loss);
      assert.ok(apart < 1e-2, `${kind}, task ${task}: ${loss} on the CPU, ${gpu[place][task]} on WebGPU`);
    }
  }
});

test("the same seed twice gives identical metrics on the CPU, another seed others", async () => {
  const run = async (seed) => {
    const page = await host.open(`<poly-head example="penguins" backend="cpu"></poly-head>`);
    const tasks = await page.evaluate(async (seed) => {
      const head = document.querySelector("poly-head");
      await head.ready;
      await new Promise((resolve) => head.addEventListener("polyhead-data", resolve, { once: true }));
      await head.configure({ seed, epochs: 15, architecture: { dropout: 0.1 } });
      return (await head.train()).tasks.map(({ metrics }) => metrics);
    }, seed);
    await page.close();
    return tasks;
  };
  const [first, second, other] = [await run(7), await run(7), await run(8)];
  assert.deepEqual(first, second);
  assert.notDeepEqual(first, other);
});
