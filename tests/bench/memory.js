// Before a worker's own code: remembers its wasm memory, which never shrinks.
export const MEMORY = `
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...parts) => {
    const made = await original.apply(WebAssembly, parts);
    globalThis.wasmMemory = (made.instance ?? made).exports.memory;
    return made;
  };
}`;

// Bytes that the page's first worker took.
export const bytesTaken = (page) => page.workers()[0].evaluate(() => wasmMemory.buffer.byteLength);
