// Tables for tests, and the user's ways to bring one in.

// Rows that three tasks can learn: a number, two sides and four corners; the first `unlabelled` rows have no side.
export function made(rows, unlabelled = 0) {
  let text = "x1,x2,colour,value,side,corner\n";
  for (let row = 0; row < rows; row++) {
    const x1 = ((row * 37) % 101) / 50 - 1;
    const x2 = ((row * 53) % 103) / 51 - 1;
    const colour = ["red", "green", "blue"][row % 3];
    const value = 3 * x1 - 2 * x2 + (colour === "red" ? 5 : 0);
    const side = row < unlabelled ? "" : x1 > 0 ? "right" : "left";
    const corner = (x2 > 0 ? "n" : "s") + (x1 > 0 ? "e" : "w");
    text += [x1.toFixed(4), x2.toFixed(4), colour, value.toFixed(4), side, corner].join() + "\n";
  }
  return text;
}

// Drops a file on the page, as a hand would; its content stands in it as often as told.
export const drop = (page, name, content, times = 1) => dropAll(page, { [name]: content }, times);

// Drops several files at once, contents by name.
export async function dropAll(page, contents, times = 1) {
  const files = Object.entries(contents).map(([name, content]) => [name, [...Buffer.from(content)]]);
  const dropped = await page.evaluateHandle(
    ([files, times]) => {
      const transfer = new DataTransfer();
      for (const [name, bytes] of files) transfer.items.add(new File(Array(times).fill(new Uint8Array(bytes)), name));
      return transfer;
    },
    [files, times],
  );
  await page.dispatchEvent(".drop", "drop", { dataTransfer: dropped });
}

export const role = (page, column, value) => page.getByLabel(`Role of ${column}`, { exact: true }).selectOption(value);
