// Small log-log panels side by side as one SVG, legible on light and dark pages.
const WIDTH = 220;
const HEIGHT = 170;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 10, 24, 34];

const STYLE = `
text { font: 11px system-ui, sans-serif; fill: #444 }
.title { font-weight: 600; fill: #222 }
.grid { stroke: #8884; stroke-width: 1 }
.measured { fill: none; stroke: #0b6bcb; stroke-width: 2 }
.point { fill: #0b6bcb }
.formula { fill: none; stroke: #b3541e; stroke-width: 1.5; stroke-dasharray: 5 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #bbb }
  .title { fill: #ddd }
  .measured { stroke: #6cb6ff }
  .point { fill: #6cb6ff }
  .formula { stroke: #f0975a }
}`;

// A number with a prefix in place of its zeros, as for a tick: 4096 → 4.1k.
function short(value) {
  const step = Math.max(0, Math.min(3, Math.floor(Math.log10(value) / 3 + 1e-9)));
  return `${Number((value / 1000 ** step).toPrecision(2))}${["", "k", "M", "G"][step]}`;
}

// Powers of ten between two numbers, or of two where there are fewer than two of ten; five or fewer.
function ticks(low, high) {
  for (const base of [10, 2]) {
    const [first, last] = [Math.ceil(Math.log(low) / Math.log(base) - 1e-9), Math.floor(Math.log(high) / Math.log(base) + 1e-9)];
    const all = Array.from({ length: last - first + 1 }, (_, place) => base ** (first + place));
    if (all.length > 1) return all.filter((_, place) => place % Math.ceil(all.length / 5) === 0);
  }
  return [low, high];
}

// One panel: `points` as `[x, measured, formula]`, by ascending x; `range` is the vertical axis's, shared by a row of panels.
function panel({ title, x, points }, [low, high], [across, down]) {
  const [first, last] = [points[0][0], points.at(-1)[0]];
  const along = (value, from, to, start, end) => start + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - start);
  const place = ([value, height]) => [along(value, first, last, LEFT, WIDTH - RIGHT), along(height, low, high, HEIGHT - BOTTOM, TOP)].map((at) => at.toFixed(1));
  const line = (name, column) => `<path class="${name}" d="M${points.map((point) => place([point[0], point[column]]).join(" ")).join("L")}"/>`;
  const up = ticks(low, high).map((tick) => {
    const [, at] = place([first, tick]);
    return `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/><text x="${LEFT - 6}" y="${at}" dy="0.32em" text-anchor="end">${short(tick)}</text>`;
  });
  const right = ticks(first, last).map((tick) => `<text x="${place([tick, low])[0]}" y="${HEIGHT - BOTTOM + 14}" text-anchor="middle">${short(tick)}</text>`);
  const dots = points.map((point) => place(point)).map(([cx, cy]) => `<circle class="point" cx="${cx}" cy="${cy}" r="2.5"/>`);
  const labels = `<text class="title" x="${LEFT}" y="14">${title}</text><text x="${WIDTH - RIGHT}" y="${HEIGHT - 5}" text-anchor="end">${x}</text>`;
  return `<g transform="translate(${across * WIDTH} ${down * HEIGHT})">${[labels, ...up, ...right, line("formula", 2), line("measured", 1), ...dots].join("\n")}</g>`;
}

// Rows of panels; what lies along a row has one vertical axis.
export function figure(label, rows) {
  const width = WIDTH * Math.max(...rows.map((panels) => panels.length));
  const drawn = rows.flatMap((panels, down) => {
    const heights = panels.flatMap(({ points }) => points.flatMap(([, ...values]) => values));
    const range = [Math.min(...heights) / 1.2, Math.max(...heights) * 1.2];
    return panels.map((each, across) => panel(each, range, [across, down]));
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT * rows.length}" width="${width}" role="img" aria-label="${label}">
<style>${STYLE}
</style>
${drawn.join("\n")}
</svg>
`;
}
