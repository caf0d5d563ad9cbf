import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../root.ts';

/** Folders that a copy of the repository does not need, or must have of its own. */
const left = new Set(['node_modules', '.git', '.data', 'dist', '.turbo', 'coverage']);
let copy = '';

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: copy, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const node = (...args: string[]) => run(process.execPath, ...args);

/** The installed packages by link; the workspaces' own links lead into the copy. */
function linkPackages(): void {
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@shop'), { recursive: true });
  for (const entry of readdirSync(join(root, 'node_modules'))) {
    if (entry !== '@shop') symlinkSync(join(root, 'node_modules', entry), join(modules, entry));
  }
  for (const entry of readdirSync(join(root, 'node_modules/@shop'))) {
    const workspace = relative(root, realpathSync(join(root, 'node_modules/@shop', entry)));
    symlinkSync(join(copy, workspace), join(modules, '@shop', entry));
    const own = join(root, workspace, 'node_modules');
    try {
      symlinkSync(realpathSync(own), join(copy, workspace, 'node_modules'));
    } catch {
      // It has none.
    }
  }
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'shop-new-'));
  cpSync(root, copy, { recursive: true, filter: (source) => !left.has(basename(source)) });
  linkPackages();
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('npm run new:subgraph', () => {
  it('refuses invalid names, and names that are taken', () => {
    for (const name of ['', 'Review', 'order', 'two words']) {
      expect(() => node('--import', 'tsx', 'scripts/new-subgraph/new-subgraph.ts', name)).toThrow();
    }
  });

  it('writes a subgraph that composes, type-checks and is known everywhere', {
    timeout: 120_000,
  }, () => {
    node('--import', 'tsx', 'scripts/new-subgraph/new-subgraph.ts', 'review');
    node('--import', 'tsx', 'schema/tools/compose.ts');
    execFileSync(process.execPath, [join(copy, 'scripts/build/prisma-generate.mjs')], {
      cwd: join(copy, 'subgraphs/review'),
    });
    node('node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.yml');
    node('node_modules/typescript/bin/tsc', '-p', '.');
    node('node_modules/@biomejs/biome/bin/biome', 'lint', 'subgraphs/review', 'schema');
    const tests = ['schema/events', 'scripts/start/docker-compose.test.ts'];
    node('node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', ...tests);
  });
});
