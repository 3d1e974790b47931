// Fetches a wasm module and says how many of its bytes have come.

const EVERY = 250;

// `show` gets the bytes received and their total, which is 0 where the server does not say or packs them.
export async function receive(address, show) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname.split("/").pop()}: the server answers ${response.status}`);
  const total = response.headers.has("Content-Encoding") ? 0 : Number(response.headers.get("Content-Length"));
  // The copy is counted while the browser compiles what it is a copy of.
  count(response.clone(), total, show);
  return response;
}

async function count(response, total, show) {
  const reader = response.body.getReader();
  let received = 0;
  let shown = performance.now();
  for (;;) {
    // Where the line breaks, whoever compiles hears of it.
    const part = await reader.read().catch(() => ({ done: true }));
    if (part.done) return;
    received += part.value.length;
    if (performance.now() - shown < EVERY) continue;
    shown = performance.now();
    show(received, total);
  }
}
