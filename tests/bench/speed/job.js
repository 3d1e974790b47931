// The job that everyone runs: T classifications with C classes each over I inputs, a trunk of two ReLU layers of width H, one linear
// head a task, summed cross-entropies, Adam at 1e-2. Task t's label is the largest of inputs 10t … 10t+9, so the loss falls towards 0.
// An epoch is 16 fixed batches of B rows.

export const BATCHES = 16;
export const CLASSES = 10;
export const RATE = 1e-2;
// Everyone's last loss is read after so many epochs.
export const EPOCHS = 16;
// Browsers compile wasm twice, the second time while it runs: nobody is timed before that is over.
const WARM_MS = 2000;
const TIMED_MS = 2000;

export function jobOf(query) {
  const number = (name, fallback) => Number(query.get(name) ?? fallback);
  const tasks = number("tasks", 3);
  return { inputs: Math.max(64, 10 * tasks), width: number("width", 128), tasks, batch: number("batch", 256) };
}

// Seeded standard normal numbers (mulberry32 and Box-Muller), the same for everyone.
export function normals(count, scale, seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => scale * Math.sqrt(-2 * Math.log(uniform() || 1e-9)) * Math.cos(2 * Math.PI * uniform());
  return Float32Array.from({ length: count }, normal);
}

// Inputs `[rows, inputs]` and each task's label per row.
export function rows({ inputs, tasks }, count, seed = 1) {
  const x = normals(count * inputs, 1, seed);
  const largest = (row, task) => {
    const values = x.subarray(row * inputs + task * CLASSES, row * inputs + (task + 1) * CLASSES);
    return values.indexOf(Math.max(...values));
  };
  const labels = Array.from({ length: tasks }, (_, task) =>
    Uint8Array.from({ length: count }, (_, row) => largest(row, task)),
  );
  return { x, labels };
}

// One batch for a peer: inputs `[batch, inputs]`, one-hot targets `[batch, classes]` a task.
export function batchOf(job, data, place) {
  const { inputs, batch } = job;
  const first = place * batch;
  const targets = data.labels.map((labels) => {
    const target = new Float32Array(batch * CLASSES);
    for (let row = 0; row < batch; row++) target[row * CLASSES + labels[first + row]] = 1;
    return target;
  });
  return { x: data.x.slice(first * inputs, (first + batch) * inputs), targets };
}

// Weights with the spread of Polyhead's: uniform in ±1/√inputs has a deviation of 1/√(3·inputs).
export const weights = (from, to, seed) => normals(from * to, 1 / Math.sqrt(3 * from), seed);

// Counts a page's or worker's GPU work from here on.
export const COUNTER = `
globalThis.gpuWork = { dispatches: 0, submits: 0 };
if (globalThis.GPUComputePassEncoder) {
  for (const name of ["dispatchWorkgroups", "dispatchWorkgroupsIndirect"]) {
    const original = GPUComputePassEncoder.prototype[name];
    GPUComputePassEncoder.prototype[name] = function (...sizes) { gpuWork.dispatches++; return original.apply(this, sizes); };
  }
  const submit = GPUQueue.prototype.submit;
  GPUQueue.prototype.submit = function (...buffers) { gpuWork.submits++; return submit.apply(this, buffers); };
}`;

// Milliseconds an epoch, where `run(count)` runs so many of them.
export async function pace(run) {
  const last = async (ms) => {
    let epochs = 0;
    let chunk = 1;
    const start = performance.now();
    while (performance.now() - start < ms) {
      const before = performance.now();
      await run(chunk);
      epochs += chunk;
      if (performance.now() - before < 100) chunk *= 2;
    }
    return { epochs, ms: (performance.now() - start) / epochs };
  };
  await last(WARM_MS);
  return last(TIMED_MS);
}

// Runs a peer. `step(batch)` trains and returns a way to read its loss; `settle()` waits for the device.
export async function measure(batches, step, settle) {
  const epoch = async (read) => {
    const losses = [];
    for (const batch of batches) {
      const loss = step(batch);
      if (read) losses.push(await loss.read());
      else loss.drop();
    }
    await settle();
    return losses;
  };
  const run = async (count) => {
    for (let ran = 0; ran < count; ran++) await epoch(false);
  };
  const first = (await epoch(true))[0];
  await run(EPOCHS - 2);
  const last = await epoch(true);
  const before = { ...gpuWork };
  await run(1);
  const after = { ...gpuWork };
  const { ms } = await pace(run);
  window.done = {
    ms: ms / batches.length,
    dispatches: (after.dispatches - before.dispatches) / batches.length,
    submits: (after.submits - before.submits) / batches.length,
    first,
    last: last.reduce((sum, loss) => sum + loss) / last.length,
  };
}
