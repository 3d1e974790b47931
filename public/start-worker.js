// Starts a worker: the one that trains, or the one that the address names. Their files have no hash in their names, so the
// build's id keeps an old cache from mixing in. Until it is up it posts `{received, total}`, or `{failed}` with the reason: WebKit
// reports no error of a module.
const address = new URL(import.meta.url);
const build = address.searchParams.get("v");
const at = (file) => new URL(`./${file}?v=${build}`, address);
// For the one that trains, on the CPU; refused by browsers without relaxed SIMD.
globalThis.compileMultiply = () => WebAssembly.compileStreaming(fetch(at("multiply.wasm")));
// What waits for a GPU that is lost would wait for ever, so the page is told.
const request = globalThis.GPUAdapter?.prototype.requestDevice;
if (request) {
  GPUAdapter.prototype.requestDevice = async function (...given) {
    const device = await request.apply(this, given);
    device.lost.then(({ message, reason }) => postMessage({ failed: `the GPU was lost: ${message || reason}` }));
    return device;
  };
}
const name = address.searchParams.get("module") ?? "worker";
const show = (received, total) => postMessage({ received, total });
try {
  const { receive } = await import(at("receive.js"));
  const [worker, wasm] = await Promise.all([import(at(`${name}.js`)), receive(at(`${name}_bg.wasm`), show)]);
  await worker.default({ module_or_path: wasm });
} catch (error) {
  postMessage({ failed: String(error.message ?? error) });
}
