// The first command of README.md: it fetches all that it needs, serves a page that holds the app, and says when it can't.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open } from "./support/browser.js";
import { isReady } from "./support/page.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

// Runs a line of bash in the project's folder, in a group of its own; `said` is all that it has printed.
function run(line, env = {}) {
  const child = spawn("bash", ["-c", line], { cwd: root, env: { ...process.env, ...env }, detached: true });
  const job = { said: "", ended: new Promise((done) => child.on("close", done)), stop: () => process.kill(-child.pid) };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (job.said += text));
  return job;
}

async function folder(context) {
  const path = await mkdtemp(join(tmpdir(), "polyhead-"));
  context.after(() => rm(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

test("with an empty CARGO_HOME the set-up leaves nothing for cargo to download", async (context) => {
  const home = await folder(context);
  // Where a machine names a mirror of the registry, that stays.
  const own = process.env.CARGO_HOME ?? join(homedir(), ".cargo");
  for (const file of ["config", "config.toml"]) await copyFile(join(own, file), join(home, file)).catch(() => {});
  // What Trunk asks cargo first; then every crate that the page and the worker are built of.
  const tree = "cargo tree --locked --offline --target wasm32-unknown-unknown --no-default-features --features";
  const asked = `cargo metadata --locked --offline --format-version 1 >/dev/null && ${tree} ui >/dev/null && ${tree} train >/dev/null`;
  const job = run(`source scripts/setup && ${asked}`, { CARGO_HOME: home });
  assert.equal(await job.ended, 0, job.said);
  assert.match(job.said, /Fetching the crates/);
});

test("the served page holds the app", async (context) => {
  const dist = await folder(context);
  const port = 20_000 + (process.pid % 10_000);
  const job = run("exec bash scripts/serve", { TRUNK_BUILD_DIST: dist, TRUNK_SERVE_PORT: String(port) });
  const browser = await launch();
  context.after(() => browser.close());
  context.after(() => job.stop());
  let over = false;
  job.ended.then(() => (over = true));
  const address = `http://127.0.0.1:${port}/?backend=cpu`;
  while (!(await fetch(address).catch(() => false))) {
    assert.ok(!over, `it ended: ${job.said}`);
    await new Promise((done) => setTimeout(done, 500));
  }
  const page = await open(browser, address);
  await isReady(page, 60_000);
  assert.deepEqual(page.errors, []);
});

test("a build that fails ends the command with a sentence, and nothing is served", async (context) => {
  const dist = await folder(context);
  // No build can be written there.
  const job = run("exec bash scripts/serve", { TRUNK_BUILD_DIST: dist, CARGO_TARGET_DIR: "/dev/null" });
  assert.equal(await job.ended, 1, job.said);
  assert.match(job.said, /Stopped: the app did not build; the reason is above/);
});
