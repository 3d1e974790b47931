// Serves the built app as GitHub Pages does: gzip, an ETag, ten minutes without asking again. Counts what is sent.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { dist, types } from "../../browser/support/server.js";

export async function serveCached() {
  const files = new Map();
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(dist, path === "/" ? "index.html" : path);
    try {
      if (!files.has(file)) {
        const body = await readFile(file);
        files.set(file, { body: gzipSync(body), tag: `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"` });
      }
    } catch {
      server.sent.push({ path, status: 404, bytes: 0 });
      return response.writeHead(404).end();
    }
    const { body, tag } = files.get(file);
    const headers = { ETag: tag, "Cache-Control": "max-age=600", Vary: "Accept-Encoding" };
    const isKnown = request.headers["if-none-match"] === tag;
    server.sent.push({ path, status: isKnown ? 304 : 200, bytes: isKnown ? 0 : body.length });
    if (isKnown) return response.writeHead(304, headers).end();
    const type = types[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "Content-Type": type, "Content-Encoding": "gzip", "Content-Length": body.length }).end(body);
  });
  server.sent = [];
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    // What was sent since this was last asked.
    sent: () => server.sent.splice(0),
    close: () => server.close(),
  };
}
