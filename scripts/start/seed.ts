import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { folderOf, services } from '../postgres/databases.ts';
import { root } from '../root.ts';
import type { Options } from './options.ts';

const seedOf = (name: string, release = root) => join(release, folderOf(name), 'dist/seed.js');

/**
 * Runs the seeds of these databases, by service; services without a seed are skipped. In a process of its own:
 * what seeds load is not freed.
 */
export async function seedDatabases(
  urls: Readonly<Record<string, string>>,
  release = root,
): Promise<void> {
  const built = Object.entries(urls).filter(([name]) => existsSync(seedOf(name, release)));
  if (built.length === 0) return;
  // Stock is published when its products exist, as in a shop: a list of products would miss what comes before.
  const isStock = ([name]: readonly [string, string]) => name === 'inventory';
  const groups = [built.filter((one) => !isStock(one)), built.filter(isStock)];
  const child = fork(join(root, 'scripts/dist/run-seeds.js'), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
  });
  child.send(
    groups.map((group) =>
      Object.fromEntries(group.map(([name, url]) => [seedOf(name, release), url])),
    ),
  );
  const [[code], errors] = await Promise.all([
    once(child, 'exit'),
    child.stderr ? text(child.stderr) : '',
  ]);
  if (code !== 0) throw new Error(`The databases are not seeded:\n${errors}`);
}

/** Notes in the data folder with which version of its seed each database was seeded. */
const fileOf = (dataDir: string) => join(dataDir, 'seeded.json');

type Versions = Readonly<Record<string, string>>;

const readVersions = async (dataDir: string): Promise<Versions> =>
  existsSync(fileOf(dataDir)) ? JSON.parse(await readFile(fileOf(dataDir), 'utf8')) : {};

/** Seeds the databases of a data folder which were not seeded before, or with another version of the seed. */
export async function seedOnce(
  dataDir: string,
  urls: Readonly<Record<string, string>>,
): Promise<void> {
  const known = await readVersions(dataDir);
  const versions = Object.fromEntries(
    await Promise.all(Object.keys(urls).map(async (name) => [name, await versionOf(name)])),
  );
  const due = Object.entries(urls).filter(([name]) => versions[name] !== known[name]);
  await seedDatabases(Object.fromEntries(due));
  await writeFile(fileOf(dataDir), JSON.stringify({ ...known, ...versions }));
}

/** The entry names its chunks by their content, so its hash stands for all of the seed. */
async function versionOf(name: string): Promise<string | undefined> {
  const file = seedOf(name);
  if (!existsSync(file)) return undefined;
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/**
 * Seeds the databases of the shop. Those that run elsewhere may have been emptied since the last start: they
 * are seeded every time.
 */
export async function seedAll(
  dataDir: string,
  databaseUrls: Readonly<Record<string, string>>,
  { databaseUrls: external }: Pick<Options, 'databaseUrls'>,
): Promise<void> {
  const urls = services.map((name) => [name, databaseUrls[name] ?? ''] as const);
  const own = urls.filter(([name]) => !external[name]);
  const others = urls.filter(([name]) => external[name]);
  await Promise.all([
    seedOnce(dataDir, Object.fromEntries(own)),
    seedDatabases(Object.fromEntries(others)),
  ]);
}
