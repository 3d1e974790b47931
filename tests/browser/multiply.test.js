// The module that multiplies matrices, alone in a page, against sums in double precision.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./support/browser.js";
import { serve } from "./support/server.js";

let browser, server;

before(async () => ([browser, server] = await Promise.all([launch(), serve()])));
after(async () => {
  await browser.close();
  server.close();
});

test("a product is right for all sizes around its tiles, for rows and columns in one piece, with and without a ReLU", async () => {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/?backend=cpu`);
  const { wrong, outside, count } = await page.evaluate(async () => {
    const memory = new WebAssembly.Memory({ initial: 32 });
    const { instance } = await WebAssembly.instantiateStreaming(fetch("multiply.wasm"), { env: { memory } });
    const floats = new Float32Array(memory.buffer);
    const MARK = 12345;
    // Addresses in numbers; between them is room for the largest sizes.
    const [header, left, right, start, result, room] = [256, 4096, 8192, 12288, 16384, 20480];
    const wrong = [];
    let [outside, count] = [0, 0];
    for (const rows of [1, 3, 4, 7, 9]) {
      for (const columns of [1, 7, 8, 13, 24]) {
        for (const depth of [1, 3, 4, 6, 17]) {
          for (const [leftIsTurned, rightIsTurned] of [[false, false], [true, false], [false, true], [true, true]]) {
            floats.fill(MARK);
            const relu = count % 3 === 0;
            // Rows, or columns, lie two further apart than they are long.
            const leftSteps = leftIsTurned ? [1, rows + 2] : [depth + 2, 1];
            const rightSteps = rightIsTurned ? [1, depth + 2] : [columns + 2, 1];
            const a = (row, place) => left + row * leftSteps[0] + place * leftSteps[1];
            const b = (place, column) => right + place * rightSteps[0] + column * rightSteps[1];
            for (let row = 0; row < rows; row++) for (let place = 0; place < depth; place++) floats[a(row, place)] = Math.sin(row * 7 + place);
            for (let place = 0; place < depth; place++) for (let column = 0; column < columns; column++) floats[b(place, column)] = Math.cos(place * 5 + column);
            for (let column = 0; column < columns; column++) floats[start + column] = column / 10 - 0.5;
            const numbers = [4 * left, ...leftSteps, 4 * right, ...rightSteps, 4 * start, 4 * result, 4 * room, rows, columns, depth, Number(relu)];
            new Uint32Array(memory.buffer, 4 * header, numbers.length).set(numbers);
            instance.exports.multiply(4 * header);
            for (let row = 0; row < rows; row++) {
              for (let column = 0; column < columns; column++) {
                let sum = floats[start + column];
                for (let place = 0; place < depth; place++) sum += floats[a(row, place)] * floats[b(place, column)];
                const expected = relu ? Math.max(0, sum) : sum;
                const found = floats[result + row * columns + column];
                if (!(Math.abs(found - expected) < 1e-5)) wrong.push({ rows, columns, depth, leftIsTurned, rightIsTurned, relu, row, column, found, expected });
              }
            }
            const used = (8 + Math.ceil(rows / 4) * 4) * depth;
            if (floats[result + rows * columns] !== MARK || floats[result - 1] !== MARK || floats[room + used] !== MARK) outside++;
            count++;
          }
        }
      }
    }
    return { wrong: wrong.slice(0, 5), outside, count };
  });
  assert.equal(count, 500);
  assert.deepEqual(wrong, []);
  assert.equal(outside, 0, "nothing is written beside the result and the room");
  await page.close();
});
