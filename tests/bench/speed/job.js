// The job that everyone runs: T classifications with C classes each over I inputs, a trunk of two ReLU layers of width H, one linear
// head a task, summed cross-entropies, Adam at 1e-2. Task t's label is the largest of inputs 10t … 10t+9, so the loss falls towards 0.
// Everyone starts from Polyhead's parameters and takes its batches in its order, an epoch of 16, until the losses are compared.
import { epochOrder, parameters } from "./initial.js";

export const CLASSES = 10;
export const RATE = 1e-2;
export const SEED = 7;
// Keeps Adam's division finite; the value of `src/kernel/adam.rs`.
export const EPSILON = 1e-8;
// Rows that Polyhead wants for validation and test.
const HELD_OUT = 40;
// Last losses are the second epoch's: rounding grows with every step, and after four epochs width 512 was 2 % apart.
export const EPOCHS = 2;
// Browsers compile wasm twice, the second time while it runs: nobody is timed before that is over.
const TIMED_MS = 2000;

export function jobOf(query) {
  const number = (name, fallback) => Number(query.get(name) ?? fallback);
  const tasks = number("tasks", 3);
  const inputs = number("inputs", Math.max(64, CLASSES * tasks));
  return { inputs, width: number("width", 128), tasks, batch: number("batch", 256), batches: number("batches", 16) };
}

export const trainingRows = ({ batch, batches }) => batch * batches;

// Additions and multiplications of a step's matrix products: forward, and back to weights and, but for the first layer, to features.
export function operations({ inputs, width, tasks, batch }) {
  const [first, second, heads] = [inputs * width, width * width, width * tasks * CLASSES];
  return 2 * batch * (2 * first + 3 * (second + heads));
}

// Seeded standard normal numbers (mulberry32 and Box-Muller), the same for everyone.
function normals(count, seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(uniform() || 1e-9)) * Math.cos(2 * Math.PI * uniform());
  return Float32Array.from({ length: count }, normal);
}

// Inputs `[rows, inputs]` and each task's label per row; training rows come first, and over them every input has mean 0 and deviation 1,
// which leaves Polyhead's own scaling nothing to do.
export function rows(job) {
  const { inputs, tasks } = job;
  const trained = trainingRows(job);
  const count = trained + HELD_OUT;
  const x = normals(count * inputs, 1);
  for (let input = 0; input < inputs; input++) {
    const over = (count, of) => {
      let sum = 0;
      for (let row = 0; row < count; row++) sum += of(x[row * inputs + input]);
      return sum / count;
    };
    const mean = over(trained, (value) => value);
    const deviation = Math.sqrt(over(trained, (value) => (value - mean) ** 2));
    for (let row = 0; row < count; row++) x[row * inputs + input] = (x[row * inputs + input] - mean) / deviation;
  }
  const largest = (row, task) => {
    // Where there are more tasks than tens of inputs, windows overlap.
    const first = row * inputs + ((task * CLASSES) % (inputs - CLASSES + 1));
    const values = x.subarray(first, first + CLASSES);
    return values.indexOf(Math.max(...values));
  };
  const labels = Array.from({ length: tasks }, (_, task) => Uint8Array.from({ length: count }, (_, row) => largest(row, task)));
  return { x, labels, count };
}

// The same as a table for Polyhead, with nine digits a number: as many as say which 32-bit number it is.
export function tableOf(job) {
  const { inputs } = job;
  const { x, labels, count } = rows(job);
  const trained = trainingRows(job);
  const names = [...Array.from({ length: inputs }, (_, input) => `x${input}`), ...labels.map((_, task) => `task${task}`), "split"];
  const split = (row) => (row < trained ? "train" : row % 2 ? "valid" : "test");
  const numbers = (row) => Array.from(x.subarray(row * inputs, (row + 1) * inputs), (value) => Number(value.toPrecision(9)));
  const line = (row) => [...numbers(row), ...labels.map((of) => `c${of[row]}`), split(row)].join();
  const parts = [`${names.join()}\n`];
  for (let first = 0; first < count; first += 4096) {
    const lines = Array.from({ length: Math.min(4096, count - first) }, (_, place) => line(first + place));
    parts.push(`${lines.join("\n")}\n`);
  }
  return new Blob(parts, { type: "text/csv" });
}

// What the peers start from.
export function parametersOf(job) {
  const trained = trainingRows(job);
  const shares = rows(job).labels.map((labels) => {
    const counts = new Array(CLASSES).fill(0);
    labels.subarray(0, trained).forEach((label) => counts[label]++);
    return counts.map((count) => count / trained);
  });
  return parameters(job, CLASSES, SEED, shares);
}

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

// Milliseconds a step, where `run(steps)` takes so many of them, timed for `ms` milliseconds after as many that are not; slow steps are
// taken one by one, quick ones many at a time.
export async function pace(run, ms = TIMED_MS) {
  let chunk = 1;
  const last = async () => {
    let steps = 0;
    const start = performance.now();
    while (performance.now() - start < ms) {
      const before = performance.now();
      await run(chunk);
      steps += chunk;
      if (performance.now() - before < 100) chunk *= 2;
    }
    return (performance.now() - start) / steps;
  };
  await last();
  return last();
}

// Milliseconds of a step in which nothing is compiled any more, once the first is taken.
export async function probe(run) {
  const times = [];
  for (let taken = 0; taken < 2; taken++) {
    const start = performance.now();
    await run(1);
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}

// Runs a peer, and leaves what came of it in `window.done`; a step that takes more than `limit` milliseconds is not timed.
//
// - `put(x, targets)`: takes a batch to the device: inputs `[batch, inputs]`, one-hot targets `[batch, classes]` a task
// - `drop(batch)`: lets it go
// - `step(batch)`: trains and returns a way to read its loss, or to let it go
// - `settle()`: waits for the device
export async function measure(job, limit, { put, drop, step, settle }) {
  const { inputs, batch, batches } = job;
  const data = rows(job);
  const batchOf = (order, place) => {
    const places = order.subarray(place * batch, (place + 1) * batch);
    const x = new Float32Array(batch * inputs);
    const targets = data.labels.map(() => new Float32Array(batch * CLASSES));
    places.forEach((row, place) => {
      x.set(data.x.subarray(row * inputs, (row + 1) * inputs), place * inputs);
      targets.forEach((target, task) => (target[place * CLASSES + data.labels[task][row]] = 1));
    });
    return put(x, targets);
  };
  const losses = [];
  let order;
  for (let taken = 0; taken < EPOCHS * batches; taken++) {
    const [epoch, place] = [Math.floor(taken / batches), taken % batches];
    if (place === 0) order = epochOrder(trainingRows(job), SEED, epoch);
    const given = batchOf(order, place);
    const start = performance.now();
    const loss = step(given);
    if (taken === 0 || epoch === EPOCHS - 1) losses.push(await loss.read());
    else loss.drop();
    await settle();
    const ms = performance.now() - start;
    drop(given);
    // The first two may still compile.
    if (taken === 2 && ms > limit) return (window.done = { slow: ms, first: losses[0] });
  }
  const [first, ...last] = losses;
  const given = Array.from({ length: batches }, (_, place) => batchOf(order, place));
  const run = async (steps) => {
    for (let taken = 0; taken < steps; taken++) {
      step(given[taken % batches]).drop();
      if (taken % batches === batches - 1) await settle();
    }
    await settle();
  };
  const before = { ...gpuWork };
  await run(batches);
  const after = { ...gpuWork };
  window.done = {
    ms: await pace(run),
    dispatches: (after.dispatches - before.dispatches) / batches,
    submits: (after.submits - before.submits) / batches,
    first,
    last: last.reduce((sum, loss) => sum + loss) / last.length,
  };
}
