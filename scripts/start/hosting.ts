import { join } from 'node:path';
import type { SubgraphName } from '@shop/schema';
import { root } from '../root.ts';
import type { ProcessSpec } from './environment.ts';

/** A built program to start, and what it runs. */
export type Program = {
  readonly name: string;
  readonly runs: readonly ProcessSpec[];
  /** Arguments of Node. */
  readonly options: readonly string[];
  /** The file and its arguments. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/**
 * Memory for young objects. With 4 MB a process that serves requests collects garbage four times as often as with Node's
 * 16 MB, and takes a fifth more CPU time (docs/performance.md). The services that few requests reach do without.
 */
const smallMemory = ['--max-semi-space-size=4'];
/** Of the gateway's heap: V8 lets garbage grow to gigabytes otherwise, and needs 200 MB of it (docs/performance.md). */
const limitedHeap = ['--max-old-space-size=512'];
/** As in containers: deploy/Dockerfile. */
const largeMemory = ['--max-semi-space-size=32'];

const built = (folder: string, file: string) => join(root, folder, 'dist', file);

/** One program for one spec, as in a container. */
export const alone = (spec: ProcessSpec): Program => ({
  name: spec.name,
  runs: [spec],
  options: ['--enable-source-maps', ...largeMemory],
  command: [built(spec.folder, `${spec.entry}.js`)],
  env: spec.env,
});

/** One program for one or several specs: each has its own ports, and they share their other variables. */
const together = (specs: readonly ProcessSpec[], options: readonly string[] = []): Program => ({
  name: [...new Set(specs.map(({ service }) => service))].join('+'),
  runs: specs,
  // No source maps save 60 MB in all; bundles are not minified, so stack traces stay readable.
  options,
  command: [
    built('scripts', 'host.js'),
    ...specs.map(
      ({ folder, kind, env }) =>
        `${built(folder, `start-${kind}.js`)}=${env['PORT']},${env['METRICS_PORT']}`,
    ),
  ],
  env: Object.assign({}, ...specs.map(({ env }) => env)),
});

/** Subgraphs with a worker that have little to do and need no process of their own. */
const light: readonly string[] = ['webhook' satisfies SubgraphName];

/**
 * The programs of `npm start`: the gateway, one for the graph and the worker of each subgraph, and one for
 * all services that consist of a graph or a worker alone or have little to do.
 */
export function hosted(specs: readonly ProcessSpec[]): Program[] {
  const groups = new Map<string, ProcessSpec[]>();
  for (const spec of specs) groups.set(spec.service, [...(groups.get(spec.service) ?? []), spec]);
  const lists = [...groups.values()];
  const gateways = lists.flat().filter(({ kind }) => kind === 'gateway');
  const isShared = ([first, ...more]: readonly ProcessSpec[]) =>
    more.length === 0 || light.includes(first?.service ?? '');
  const pairs = lists.filter((list) => !isShared(list));
  const others = lists
    .filter(isShared)
    .flat()
    .filter(({ kind }) => kind !== 'gateway');
  return [
    ...(gateways.length > 0 ? [together(gateways, limitedHeap)] : []),
    ...pairs.map((list) => together(list)),
    ...(others.length > 0 ? [together(others, smallMemory)] : []),
  ];
}
