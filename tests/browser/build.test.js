// What was built: no export runs the constructors again, wasm-opt left a module that starts, and the policy holds.
import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, open } from "./support/browser.js";
import { isReady } from "./support/page.js";
import { dist, serve } from "./support/server.js";

let browser, server;

before(async () => {
  [browser, server] = await Promise.all([launch(), serve()]);
});
after(async () => {
  await browser.close();
  server.close();
});

test("no export of the worker is wrapped to run the constructors on every call", async () => {
  const target = process.env.CARGO_TARGET_DIR ?? `${dist}../target`;
  // The names are still in what the compiler put out.
  const module = await readFile(`${target}/wasm32-unknown-unknown/release/worker.wasm`);
  assert.ok(module.includes("__wasm_call_ctors"), "the module has its names");
  assert.ok(!module.includes("command_export"), "an export is wrapped: its every call runs all constructors");
});

test("all modules are shrunk, whole, and start", async () => {
  const target = process.env.CARGO_TARGET_DIR ?? `${dist}../target`;
  const page = (await readdir(dist)).find((name) => /^app-.*_bg\.wasm$/.test(name));
  for (const name of [page, "worker_bg.wasm", "unpack_bg.wasm", "workbook_bg.wasm"]) {
    const module = await WebAssembly.compile(await readFile(`${dist}/${name}`));
    assert.equal(WebAssembly.Module.customSections(module, "name").length, 0, `${name} went through wasm-opt`);
  }
  const before = (await stat(`${target}/wasm32-unknown-unknown/release/worker.wasm`)).size;
  assert.ok((await stat(`${dist}/worker_bg.wasm`)).size < 0.7 * before);
  const opened = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(opened);
  assert.deepEqual(opened.errors, []);
});

test("the worker's address carries the build, so that no cache mixes two", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  const address = new URL(page.workers()[0].url());
  assert.match(address.searchParams.get("v"), /^[0-9a-f]{16}$/);
});

test("the module that multiplies has nothing of its own in the worker's memory", async () => {
  const bytes = await readFile(`${dist}/multiply.wasm`);
  let place = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[place++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const sections = new Map();
  while (place < bytes.length) {
    const id = bytes[place++];
    const end = number() + place;
    sections.set(id, bytes.subarray(place, end));
    place = end;
  }
  assert.ok(sections.has(10), "there is code");
  assert.ok(!sections.has(11), "there is data, which would be written over the worker's");
  // A stack would have its pointer in a global that changes: each is a type, whether it changes, `i32.const`, a number, `end`.
  const globals = sections.get(6) ?? new Uint8Array([0]);
  const changing = [...globals].filter((byte, at) => byte === 1 && globals[at - 1] === 0x7f && globals[at + 1] === 0x41);
  assert.equal(changing.length, 0);
});

test("a request off the origin is blocked by the policy", async () => {
  const page = await open(browser, `${server.origin}/?backend=cpu`);
  await isReady(page);
  const stranger = await serve();
  const outcome = await page.evaluate((url) => fetch(url).then(() => "sent", () => "blocked"), stranger.origin);
  stranger.close();
  assert.equal(outcome, "blocked");
  assert.match(page.errors.join(), /Content Security Policy/);
});

test("the app works below any path of a host", async () => {
  const page = await open(browser, `${server.origin}/index.html?backend=cpu`);
  await isReady(page);
  assert.deepEqual(page.errors, []);
});
