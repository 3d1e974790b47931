// Starts a worker: the one that trains, or the one that the address names. Their files have no hash in their names, so the
// build's id keeps an old cache from mixing in.
const address = new URL(import.meta.url);
const build = address.searchParams.get("v");
const at = (file) => new URL(`./${file}?v=${build}`, address);
// For the one that trains, on the CPU; refused by browsers without relaxed SIMD.
globalThis.compileMultiply = () => WebAssembly.compileStreaming(fetch(at("multiply.wasm")));
const name = address.searchParams.get("module") ?? "worker";
const worker = await import(at(`${name}.js`));
await worker.default({ module_or_path: at(`${name}_bg.wasm`) });
