import { mkdir, writeFile } from 'node:fs/promises';

/** A bar of a chart: its name, and its parts in the order in which they are stacked. */
export type Bar = { readonly name: string; readonly parts: Readonly<Record<string, number>> };

/** A line of a chart: points from left to right. */
export type Line = {
  readonly name: string;
  readonly points: readonly (readonly [number, number])[];
};

/** Can be told apart by people who see no red or green (Okabe and Ito). */
const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#999999'];
const width = 760;
const left = 210;
const right = 60;
const plotWidth = width - left - right;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const short = (value: number): string => String(Number(value.toPrecision(3)));
const at = (value: number): string => value.toFixed(1);
const label = (x: number, y: number, text: string, anchor = 'start'): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escaped(text)}</text>`;

function legend(names: readonly string[], y: number): string[] {
  let x = 20;
  return names.flatMap((name, n) => {
    const start = x;
    x += 34 + name.length * 7;
    return [
      `<rect x="${start}" y="${y - 10}" width="12" height="12" fill="${colours[n % colours.length]}"/>`,
      label(start + 18, y, name),
    ];
  });
}

const page = (title: string, height: number, parts: readonly string[]): string =>
  `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="20" y="28" font-size="16" font-weight="bold">${escaped(title)}</text>`,
    ...parts,
    '</svg>',
  ].join('\n')}\n`;

/** Returns horizontal bars, each with its sum. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const sums = bars.map(({ parts }) => Object.values(parts).reduce((sum, part) => sum + part, 0));
  const scale = plotWidth / Math.max(...sums, Number.MIN_VALUE);
  const names = [...new Set(bars.flatMap(({ parts }) => Object.keys(parts)))];
  const rows = bars.flatMap(({ name, parts }, row) => {
    const y = 72 + row * 28;
    let x = left;
    const rectangles = Object.entries(parts).map(([part, value]) => {
      const start = x;
      x += value * scale;
      const colour = colours[names.indexOf(part) % colours.length];
      return `<rect x="${at(start)}" y="${y}" width="${at(value * scale)}" height="20" fill="${colour}"/>`;
    });
    return [
      label(left - 10, y + 15, name, 'end'),
      ...rectangles,
      label(x + 6, y + 15, short(sums[row] ?? 0)),
    ];
  });
  return page(title, 90 + bars.length * 28, [...legend(names, 52), ...rows]);
}

/** Returns lines over a common axis that begins at 0. */
export function lineChart(title: string, lines: readonly Line[]): string {
  const height = 360;
  const [top, bottom] = [76, height - 40];
  const points = lines.flatMap((line) => line.points);
  const [maxX, maxY] = [0, 1].map((n) => Math.max(1, ...points.map((point) => point[n] ?? 0)));
  const x = (value: number) => left / 3 + (value * (width - left / 3 - right)) / (maxX ?? 1);
  const y = (value: number) => bottom - (value * (bottom - top)) / (maxY ?? 1);
  const axis = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${at(x(0))}" x2="${width - right}" y1="${at(y((maxY ?? 1) * share))}" y2="${at(y((maxY ?? 1) * share))}" stroke="#dddddd"/>`,
    label(x(0) - 8, y((maxY ?? 1) * share) + 4, short((maxY ?? 1) * share), 'end'),
    label(x((maxX ?? 1) * share), bottom + 20, short((maxX ?? 1) * share), 'middle'),
  ]);
  const drawn = lines.map((line, n) => {
    const path = line.points.map(([px, py]) => `${at(x(px))},${at(y(py))}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colours[n % colours.length]}" stroke-width="2"/>`;
  });
  return page(title, height, [
    ...legend(
      lines.map(({ name }) => name),
      52,
    ),
    ...axis,
    ...drawn,
  ]);
}

/** Writes a chart to docs/charts. */
export async function writeChart(name: string, svg: string): Promise<void> {
  const folder = new URL('../docs/charts/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`${name}.svg`, folder), svg);
}
