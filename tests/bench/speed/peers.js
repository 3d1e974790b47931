// The peers' pages: served with the headers that let jax-js use threads, opened, and waited for.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { COUNTER } from "./job.js";

const root = fileURLToPath(new URL(".", import.meta.url));
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

export async function servePeers() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    try {
      const body = await readFile(join(root, path));
      response.writeHead(200, {
        "Content-Type": types[extname(path)] ?? "application/octet-stream",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        // The page around Polyhead makes its table with the job's own module.
        "Access-Control-Allow-Origin": "*",
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

// What came of a peer's run: times and losses, or `error`; one that hangs is given up after `patience` milliseconds.
export async function runPeer(browser, peers, name, backend, query, patience) {
  const page = await browser.newPage();
  try {
    await page.addInitScript(COUNTER);
    await page.goto(`${peers.origin}/${name}.html?${query}&backend=${backend}`);
    await page.waitForFunction(() => window.done, null, { timeout: patience });
    return await page.evaluate(() => window.done);
  } catch (error) {
    return { error: error.name === "TimeoutError" ? `not done after ${patience / 1000} s` : error.message };
  } finally {
    await page.close();
  }
}
