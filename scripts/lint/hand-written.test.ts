import { expect, it } from 'vitest';
import { filesOf, textOf } from './files.ts';
import { pathsOf } from './markdown.ts';

/** A row's lines may be off by this factor before the document has to be corrected. */
const tolerance = 0.2;
const code = /\.(?:ts|mjs)$/;
const test = /\.test\.ts$|(?:^|\/)testing\//;

const rows = textOf('docs/hand-written.md')
  .split('\n')
  .filter((line) => /^\|.*\| \d+ \|/.test(line))
  .map((line) => line.split(' | '))
  .map(([what = '', files = '', lines = '']) => ({
    what: what.replace(/^\| /, ''),
    paths: pathsOf(files),
    lines: Number(lines),
  }));

const linesOf = (path: string): number =>
  filesOf()
    .filter((file) => file === path || (path.endsWith('/') && file.startsWith(path)))
    .filter((file) => file === path || (code.test(file) && !test.test(file)))
    .reduce((sum, file) => sum + textOf(file).split('\n').length - 1, 0);

it.each(rows)('docs/hand-written.md states the lines of: $what', ({ paths, lines }) => {
  const found = paths.reduce((sum, path) => sum + linesOf(path), 0);
  expect(found).toBeGreaterThan(lines * (1 - tolerance));
  expect(found).toBeLessThan(lines * (1 + tolerance));
});

it('docs/hand-written.md has rows', () => expect(rows.length).toBeGreaterThan(10));
