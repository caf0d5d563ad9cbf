import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';

export type InstalledPackage = {
  readonly name: string;
  readonly version: string;
  /** As its package.json states it; `undefined` when it states none. */
  readonly licence: string | undefined;
};

type Entry = {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  /** Of a link. */
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
};
type Lock = Readonly<Record<string, Entry>>;

/** The workspaces that have images: deploy/Dockerfile. */
const deployed = /^(gateway|scripts|subgraphs\/[^/]+|workers\/[^/]+)$/;

/** Returns the packages that the images install, from the lock file: no tools, and nothing of this repository. */
export function productionPackages(file = join(root, 'package-lock.json')): InstalledPackage[] {
  const lock = (JSON.parse(readFileSync(file, 'utf8')) as { packages: Lock }).packages;
  const seen = new Set<string>();
  const open = Object.keys(lock).filter((path) => deployed.test(path));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...dependenciesOf(lock, path));
  }
  const found = new Map<string, InstalledPackage>();
  for (const path of seen) {
    const name = path.split('node_modules/').at(-1) ?? '';
    const { version = '', license: licence } = lock[path] ?? {};
    if (path.includes('node_modules/')) found.set(`${name}@${version}`, { name, version, licence });
  }
  return [...found.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

/** Returns the places of what a package needs to run; optional peers are not installed for it. */
function dependenciesOf(lock: Lock, path: string): string[] {
  const {
    dependencies,
    optionalDependencies,
    peerDependencies = {},
    peerDependenciesMeta = {},
  } = lock[path] ?? {};
  const peers = Object.keys(peerDependencies).filter(
    (name) => !peerDependenciesMeta[name]?.optional,
  );
  const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
  return names.flatMap((name) => {
    const place = placeOf(lock, path, name);
    if (place === undefined) return [];
    const { link, resolved = '' } = lock[place] ?? {};
    return [link ? resolved : place];
  });
}

/** Where Node finds a package that a module below `path` imports. */
function placeOf(lock: Lock, path: string, name: string): string | undefined {
  const place = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`;
  if (lock[place]) return place;
  if (path === '') return undefined;
  return placeOf(
    lock,
    path
      .split('/')
      .slice(0, -1)
      .join('/')
      .replace(/\/?node_modules$/, ''),
    name,
  );
}

/** `pg@8.23.1`. */
export const idOf = ({ name, version }: Pick<InstalledPackage, 'name' | 'version'>): string =>
  `${name}@${version}`;
