import { join } from 'node:path';
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
 * For six processes on one machine: 4 MB for young objects instead of 16 save 100 MB. No source maps save 60 MB
 * more; bundles are not minified, so stack traces stay readable.
 */
const smallMemory = ['--max-semi-space-size=4'];

const built = (folder: string, file: string) => join(root, folder, 'dist', file);

/** One program for one spec, as in a container. */
export const alone = (spec: ProcessSpec): Program => ({
  name: spec.name,
  runs: [spec],
  options: ['--enable-source-maps'],
  command: [built(spec.folder, `${spec.entry}.js`)],
  env: spec.env,
});

/** One program for one or several specs: each has its own ports, and they share their other variables. */
const together = (specs: readonly ProcessSpec[]): Program => ({
  name: [...new Set(specs.map(({ service }) => service))].join('+'),
  runs: specs,
  options: smallMemory,
  command: [
    built('scripts', 'host.js'),
    ...specs.map(
      ({ folder, kind, env }) =>
        `${built(folder, `start-${kind}.js`)}=${env['PORT']},${env['METRICS_PORT']}`,
    ),
  ],
  env: Object.assign({}, ...specs.map(({ env }) => env)),
});

/**
 * The programs of `npm start`: the gateway, one for the graph and the worker of each subgraph, and one for
 * all services that consist of a graph or a worker alone.
 */
export function hosted(specs: readonly ProcessSpec[]): Program[] {
  const groups = new Map<string, ProcessSpec[]>();
  for (const spec of specs) groups.set(spec.service, [...(groups.get(spec.service) ?? []), spec]);
  const lists = [...groups.values()];
  const gateways = lists.flat().filter(({ kind }) => kind === 'gateway');
  const pairs = lists.filter((list) => list.length > 1);
  const singles = lists.filter((list) => list.length === 1).flat();
  const others = singles.filter(({ kind }) => kind !== 'gateway');
  return [gateways, ...pairs, others].filter((list) => list.length > 0).map(together);
}
