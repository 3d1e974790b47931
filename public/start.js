// Starts the page; both file names carry their content's hash and come in this file's address. Says how far loading is, and why it
// failed: here, and to the page around this one.
const address = new URL(import.meta.url);
const at = (parameter) => new URL(address.searchParams.get(parameter), address);
const opening = document.querySelector("#opening");
const post = (type, payload) => {
  if (parent !== window) parent.postMessage({ source: "polyhead", version: 1, id: null, type, payload }, "*");
};

const show = (received, total) => {
  const kilobytes = (bytes) => Math.ceil(bytes / 1000);
  const bar = opening.querySelector("progress");
  if (total) bar.value = received / total;
  opening.querySelector(".hint").textContent =
    `Loading the page: ${kilobytes(received)} ${total ? `of ${kilobytes(total)} kB` : "kB so far"}`;
  post("polyhead-opening", { received, total });
};

try {
  const { receive } = await import(new URL(`receive.js${address.search}`, address));
  // Asked for at once, beside the script that runs it.
  const [page, wasm] = await Promise.all([import(at("js")), receive(at("wasm"), show)]);
  await page.default({ module_or_path: wasm });
  opening.remove();
} catch (error) {
  const message = `Polyhead could not be loaded (${error.message}): check the connection and the browser's version, and reload the page`;
  const sentence = Object.assign(document.createElement("p"), { className: "notice", role: "alert", textContent: message });
  opening.replaceChildren(opening.querySelector("h1"), sentence);
  post("polyhead-error", { stage: "worker", message });
}
