// Starts a worker: the one that trains, or the one that the address names. Their files have no hash in their names, so the
// build's id keeps an old cache from mixing in.
const address = new URL(import.meta.url);
const build = address.searchParams.get("v");
const name = address.searchParams.get("module") ?? "worker";
const worker = await import(`./${name}.js?v=${build}`);
await worker.default({ module_or_path: new URL(`./${name}_bg.wasm?v=${build}`, address) });
