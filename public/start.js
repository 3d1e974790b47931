// Starts the page; both file names carry their content's hash and come in this file's address.
const address = new URL(import.meta.url);
const page = await import(new URL(address.searchParams.get("js"), address));
await page.default({ module_or_path: new URL(address.searchParams.get("wasm"), address) });
