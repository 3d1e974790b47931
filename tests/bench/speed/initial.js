// Polyhead's random numbers in JavaScript, so that peers start from its parameters and see its batches: what `src/model/initial.rs` and
// `src/data/batch.rs` draw with the crates rand 0.10.4, rand_core 0.10.1 and rand_pcg 0.10.3. `run.js` ends where first losses differ.

const cut = (bits, value) => BigInt.asUintN(bits, value);

// 32 random bits a call: the lower half of PCG XSL 128/64 (MCG), seeded by `seed_from_u64`.
function generator(seed) {
  let filler = cut(64, seed);
  const word = () => {
    filler = cut(64, filler * 0x5851f42d4c957f2dn + 0xa17654e46fbe17f3n);
    return rotated(cut(32, ((filler >> 18n) ^ filler) >> 27n), filler >> 59n, 32n);
  };
  let state = 1n;
  for (let place = 0n; place < 4n; place++) state |= word() << (32n * place);
  return () => {
    state = cut(128, state * 0x2360ed051fc65da44385df649fccf645n);
    return Number(cut(32, rotated((state >> 64n) ^ cut(64, state), state >> 122n, 64n)));
  };
}

const rotated = (value, by, bits) => cut(Number(bits), (value >> by) | (value << (bits - by)));

// The layers of a trunk of two and of one head a task, each `{ weight, bias }`, row-major `[from, to]` and `[to]`. Heads start at the
// logarithms of their classes' shares of the training rows, as `src/data/baseline.rs` has it.
//
// - `shares`: of all classes, a list a task
export function parameters({ inputs, width, tasks }, classes, seed, shares) {
  const draw = generator(BigInt(seed));
  const uniform = (count, from) => {
    const bound = Math.fround(1 / Math.fround(Math.sqrt(from)));
    return Float32Array.from({ length: count }, () => Math.fround(((draw() >>> 9) / 2 ** 23) * 2 * bound) - bound);
  };
  const layer = (from, to) => ({ weight: uniform(from * to, from), bias: uniform(to, from) });
  const trunk = [layer(inputs, width), layer(width, width)];
  const heads = layer(width, tasks * classes);
  const part = (values, task, rows) =>
    Float32Array.from({ length: rows * classes }, (_, place) => {
      const [row, column] = [Math.floor(place / classes), place % classes];
      return values[(row * tasks + task) * classes + column];
    });
  const head = (_, task) => ({ weight: part(heads.weight, task, width), bias: Float32Array.from(shares[task], Math.log) });
  return { trunk, heads: Array.from({ length: tasks }, head) };
}

// Places of `count` rows in the order of an epoch, from 0.
export function epochOrder(count, seed, epoch) {
  const draw = generator(BigInt(seed) ^ cut(64, BigInt(epoch + 1) * 0x9e3779b97f4a7c15n));
  const order = Uint32Array.from({ length: count }, (_, place) => place);
  // One draw serves several places while the product of their ranges fits into 32 bits.
  let [chunk, left] = [0, 1];
  for (let place = 0; place < count; place++) {
    const range = place + 1;
    if (left === 0) {
      let [product, next] = [range, range + 1];
      while (product * next < 2 ** 32) product *= next++;
      [chunk, left] = [below(product, draw), next - range];
    }
    left -= 1;
    const other = left === 0 ? chunk : chunk % range;
    if (left > 0) chunk = Math.floor(chunk / range);
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order;
}

// A number below `range` by Canon's method.
function below(range, draw) {
  const product = BigInt(draw()) * BigInt(range);
  const low = Number(cut(32, product));
  const result = Number(product >> 32n);
  if (low <= 2 ** 32 - range) return result;
  const more = Number((BigInt(draw()) * BigInt(range)) >> 32n);
  return result + (low + more >= 2 ** 32 ? 1 : 0);
}
