// Starts the worker; its files have no hash in their names, so the build's id keeps an old cache from mixing in.
const address = new URL(import.meta.url);
const build = address.searchParams.get("v");
const worker = await import(`./worker.js?v=${build}`);
await worker.default({ module_or_path: new URL(`./worker_bg.wasm?v=${build}`, address) });
