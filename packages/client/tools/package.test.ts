import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const { dependencies, peerDependencies } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const peers = Object.keys(peerDependencies);
const packages = [...peers, ...Object.keys(dependencies)];

it('the kit weighs less than 15 kB, compressed and without its peer dependencies', async () => {
  const { outputFiles } = await build({
    entryPoints: [`${root}index.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    external: peers,
    write: false,
  });
  const bytes = brotliCompressSync(outputFiles[0]?.contents ?? '').length;
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(15_000);
});

describe('the published package', () => {
  const [{ files }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    }),
  ) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);

  it('has the code, its types and the contract, and nothing else', () => {
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'package.json', 'dist/shop.graphql']),
    );
    const others = paths.filter((path) => !/^dist\/.+\.(js|d\.ts)$/.test(path)).sort();
    expect(others).toEqual(['LICENSE', 'README.md', 'dist/shop.graphql', 'package.json']);
    expect(paths).toContain('dist/index.d.ts');
    expect(paths.join()).not.toMatch(/test|tools/);
  });

  it('imports its own files and its dependencies alone', () => {
    const code = readdirSync(`${root}dist`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|d\.ts)$/.test(path))
      .map((path) => readFileSync(`${root}dist/${path}`, 'utf8'));
    const imported = code.flatMap((text) =>
      [...text.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from),
    );
    const isOwn = (from: string) =>
      from.startsWith('.') || packages.some((name) => from === name || from.startsWith(`${name}/`));
    expect(imported.length).toBeGreaterThan(10);
    expect(imported.filter((from) => !isOwn(from))).toEqual([]);
  });
});
