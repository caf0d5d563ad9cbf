import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRepository } from '../testing/copy-repository.ts';

const timeout = 1_800_000;
let copy = '';

/** Runs a command in a folder of the copy. Throws with its output when it fails. */
async function run(folder: string, command: string, ...args: string[]): Promise<void> {
  const options = { cwd: join(copy, folder), maxBuffer: 50_000_000 };
  await promisify(execFile)(command, args, options).catch(({ stdout, stderr, message }) => {
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  });
}
const node = (...args: string[]) => run('.', process.execPath, ...args);
const vitest = (...args: string[]) => node('node_modules/vitest/vitest.mjs', 'run', ...args);
const newSubgraph = (name: string) =>
  node('--import', 'tsx', 'scripts/new-subgraph/new-subgraph.ts', name);

/** The commands of `npm run check`, but its first, which installs and builds, and the tests. */
function checks(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
  return String(scripts.check)
    .split(' && ')
    .filter((command) => command.startsWith('npm run '))
    .map((command) => command.replace('npm run ', ''));
}

/**
 * The folders with tests, but slow ones of the gateway, which have subgraphs of their own; those of other subgraphs and of
 * workers, which know nothing of it; and tests of what `npm install` and the build write.
 */
function testedFolders(): string[] {
  const folders = (folder: string) =>
    readdirSync(join(copy, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules$)/.test(entry.name))
      .map(({ name }) => `${join(folder, name)}/`);
  const parents = ['gateway', 'packages', 'scripts'];
  const slow = ['cache', 'defer', 'execution', 'testing'].map((room) => `gateway/${room}/`);
  const left = [
    ...[...slow, 'subgraphs/', 'workers/', 'clients/'],
    ...['packages/client/', 'packages/web/', 'scripts/supply-chain/'],
  ];
  const others = [...folders('.'), ...parents.flatMap(folders)].filter(
    (folder) => !parents.includes(folder.slice(0, -1)) && !left.includes(folder),
  );
  return ['subgraphs/review/', ...others];
}

beforeAll(() => {
  copy = copyRepository();
}, timeout);
afterAll(() => rmSync(copy, { recursive: true, force: true }), timeout);

describe('npm run new:subgraph', () => {
  it.each([
    ['an empty name', ''],
    ['a capital', 'Review'],
    ['a name that is taken', 'order'],
    ['two words', 'two words'],
  ])('refuses %s', (_, name) => expect(newSubgraph(name)).rejects.toThrow(/The (name|service)/));

  it('writes a subgraph that passes every step of npm run check and its own tests', {
    timeout,
  }, async () => {
    await newSubgraph('review');
    // What the build does before the checks.
    await run('subgraphs/review', process.execPath, '../../scripts/build/prisma-generate.mjs');
    await run('.', 'npm', 'run', '-s', 'codegen');
    const steps = checks();
    expect(steps).toEqual(expect.arrayContaining(['lint', 'fresh', 'compatible', 'access']));
    const half = Math.ceil(steps.length / 2);
    // Two at a time.
    const runAll = async (names: string[]) => {
      for (const name of names) await run('.', 'npm', 'run', '-s', name);
    };
    await Promise.all([runAll(steps.slice(0, half)), runAll(steps.slice(half))]);
    // Without tests of rules that hold for any schema, with many random values.
    const general = '**/*.property.test.ts';
    await vitest('--project', 'unit', '--exclude', general, ...testedFolders());
    await vitest('--project', 'integration', 'subgraphs/review');
  });
});
