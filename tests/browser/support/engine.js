// The other two browser engines: Firefox by WebDriver BiDi, WebKitGTK by its own driver. Each opens a page in which functions run.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { Builder } from "selenium-webdriver";

const firefox = process.env.POLYHEAD_FIREFOX ?? "/usr/bin/firefox-esr";
const webkitDriver = process.env.POLYHEAD_WEBKIT_DRIVER ?? "/usr/bin/WebKitWebDriver";
const miniBrowser = ["4.1", "4.0", "6.0"]
  .flatMap((version) => ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-${version}/MiniBrowser`))
  .find((path) => existsSync(path));

// By name: why it is not here (undefined if it is), and how it is launched. A page has `evaluate(function, argument)`.
export const engines = {
  Firefox: {
    missing: existsSync(firefox) ? undefined : `${firefox} is not installed (apt-get install firefox-esr)`,
    async launch() {
      const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true, protocolTimeout: 240_000 });
      return {
        async open(address) {
          const page = await browser.newPage();
          await page.goto(address);
          return { evaluate: (work, argument) => page.evaluate(work, argument) };
        },
        close: () => browser.close(),
      };
    },
  },
  WebKitGTK: {
    missing:
      existsSync(webkitDriver) && miniBrowser && existsSync("/usr/bin/Xvfb")
        ? undefined
        : "WebKitWebDriver, MiniBrowser or Xvfb is not installed (apt-get install webkit2gtk-driver xvfb)",
    async launch() {
      // Its windows need a display; a number of this process keeps several test runs apart.
      const display = `:${100 + (process.pid % 400)}`;
      const port = 10_000 + (process.pid % 10_000);
      const screen = spawn("Xvfb", [display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: "ignore" });
      const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1" };
      const service = spawn(webkitDriver, [`--port=${port}`], { stdio: "ignore", env });
      const server = `http://127.0.0.1:${port}`;
      while (!(await fetch(`${server}/status`).catch(() => false))) await new Promise((done) => setTimeout(done, 100));
      const options = { binary: miniBrowser, args: ["--automation"] };
      const driver = await new Builder()
        .usingServer(server)
        .withCapabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options })
        .build();
      await driver.manage().setTimeouts({ script: 240_000 });
      return {
        async open(address) {
          await driver.get(address);
          const evaluate = async (work, argument) => {
            // The page's policy forbids `new Function`, so the function's text is part of the script.
            const answer = await driver.executeAsyncScript(
              `const [argument, done] = arguments;
               Promise.resolve().then(() => (${work})(argument))
                 .then((value) => done({ value }), (error) => done({ error: String(error) }));`,
              argument,
            );
            if (answer.error) throw new Error(answer.error);
            return answer.value;
          };
          return { evaluate };
        },
        async close() {
          await driver.quit();
          service.kill();
          screen.kill();
        },
      };
    },
  },
};
