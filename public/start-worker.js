// Starts the worker; its files have no hash in their names, so the build's id keeps an old cache from mixing in.
const address = new URL(import.meta.url);
const build = address.searchParams.get("v");
const at = (name) => new URL(`./${name}?v=${build}`, address);
// For the worker to call if it trains on the CPU; refused by browsers without relaxed SIMD.
globalThis.compileMultiply = () => WebAssembly.compileStreaming(fetch(at("multiply.wasm")));
const worker = await import(at("worker.js"));
await worker.default({ module_or_path: at("worker_bg.wasm") });
