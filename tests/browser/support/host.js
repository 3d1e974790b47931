// A page on another origin that embeds the app through its element.
import { serve } from "./server.js";

export async function embed(browser) {
  const pages = {};
  const [app, outside] = await Promise.all([serve(), serve(pages)]);
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  return {
    context,
    // Opens a host page with the given body.
    async open(body) {
      const page = await context.newPage();
      page.errors = [];
      page.requests = [];
      page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
      page.on("pageerror", (error) => page.errors.push(String(error)));
      page.on("request", (request) => page.requests.push(request.url()));
      const script = `<script type="module" src="${app.origin}/polyhead.js"></script>`;
      pages["/host"] = `<!doctype html><title>Host</title><link rel="icon" href="data:,">${script}${body}`;
      await page.goto(`${outside.origin}/host`);
      await page.waitForFunction(() => customElements.get("poly-head"));
      return page;
    },
    close() {
      app.close();
      outside.close();
    },
  };
}
