// Serves the built app as any static host would, on a free port of this machine.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export const dist = process.env.POLYHEAD_DIST ?? fileURLToPath(new URL("../../../dist/", import.meta.url));

export const types = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

// `pages` maps paths to HTML that is served beside the app's files; a wasm file takes `seconds` to come.
export async function serve(pages = {}, { seconds = 0 } = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const answer = (status, type, body) => {
      response.writeHead(status, { "Content-Type": type, "Access-Control-Allow-Origin": "*" });
      response.end(body);
    };
    if (pages[path]) return answer(200, "text/html", pages[path]);
    try {
      const file = join(dist, path === "/" ? "index.html" : path);
      const body = await readFile(file);
      if (seconds && extname(file) === ".wasm") return await trickle(response, body, seconds);
      answer(200, types[extname(file)] ?? "application/octet-stream", body);
    } catch {
      answer(404, "text/plain", "not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function trickle(response, body, seconds) {
  const parts = 20;
  response.writeHead(200, { "Content-Type": types[".wasm"], "Content-Length": body.length });
  for (let part = 0; part < parts; part++) {
    const at = (part) => Math.round((body.length * part) / parts);
    response.write(body.subarray(at(part), at(part + 1)));
    await new Promise((resolve) => setTimeout(resolve, (1000 * seconds) / parts));
  }
  response.end();
}
