// A headless Chromium, and pages that remember what went wrong in them.
import { chromium } from "playwright-core";

const executablePath = process.env.POLYHEAD_CHROMIUM ?? "/usr/bin/chromium";

// With these a machine without a GPU has a WebGPU adapter that computes in software.
const softwareGpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

const argsFor = ({ gpu = true } = {}) => [
  ...["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync", ...(gpu ? softwareGpu : ["--disable-features=WebGPU"])],
];

export function launch(options) {
  return chromium.launch({ executablePath, args: argsFor(options) });
}

// A browser that keeps what it caches in a folder, for its next visit.
export function launchIn(folder, options) {
  return chromium.launchPersistentContext(folder, { executablePath, args: argsFor(options), viewport: { width: 1280, height: 900 } });
}

// A page with `errors` (console and uncaught) and `strangers` (requests off its origin); `prepare` sees it before it loads.
// Tests are about the penguins unless their address names another table; `asVisitor` opens what a first visit shows.
export async function open(browser, address, { prepare, asVisitor = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const { origin } = new URL(address);
  page.errors = [];
  page.strangers = [];
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  page.on("pageerror", (error) => page.errors.push(String(error)));
  context.on("request", (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (protocol.startsWith("http") && asked !== origin) page.strangers.push(request.url());
  });
  await prepare?.(page);
  const target = new URL(address);
  const names = ["example", "data"].some((name) => target.searchParams.has(name));
  if (!names && !asVisitor && target.pathname === "/") target.searchParams.set("example", "penguins");
  await page.goto(target.href);
  return page;
}
