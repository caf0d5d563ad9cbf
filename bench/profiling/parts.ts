import type { Profiler } from 'node:inspector';
import { sourceOf } from './source-maps.ts';

const repository = new URL('../../', import.meta.url).href;
/** Functions of Node in C++ that write to sockets. */
const writing = /^(writev|writeBuffer|write(Utf8|Latin1|Ucs2|Ascii)String|shutdown|readStart)$/;
/** Idle; outside of JavaScript; and idle too, in the call that started the profiler. */
const isLeftOut = /^(\(idle\)|\(program\)|dispatch)$/;
/** Modules of Node that sockets, streams and HTTP consist of. */
const transport =
  /^node:(net|_?http\w*|_?tls\w*|events|buffer|_?stream\w*|internal\/(stream|http|net|buffer|fetch|webstreams|js_stream|event))/;
const promises =
  /^node:(internal\/(process\/(task_queues|promises)|async_hooks|timers)|async_hooks|timers)/;

/** Packages with a part of their own. */
const packages: readonly (readonly [string, RegExp])[] = [
  ['graphql-js', /^graphql$/],
  ['pg', /^(pg|pg-.*|postgres-.*)$/],
  ['Prisma', /^@prisma\//],
  ['Apollo', /^(@apollo|@as-integrations)\//],
  ['undici', /^undici$/],
  ['Express', /^(express|router|send|qs|accepts|negotiator|helmet|cors|compression|on-finished)$/],
  ['log and metrics', /^(pino.*|sonic-boom|prom-client|thread-stream|safe-stable-stringify)$/],
];

/**
 * Returns the part of a program that a function belongs to; `undefined` when the process was idle, and outside of
 * JavaScript, where the profiler does not tell work from waiting for a core.
 */
export function partOf({ functionName, url, ...at }: Profiler.ProfileNode['callFrame']) {
  if (isLeftOut.test(functionName)) return undefined;
  if (functionName === '(garbage collector)') return 'garbage';
  if (writing.test(functionName) || transport.test(url)) return 'sockets and streams';
  if (promises.test(url) || functionName === 'runMicrotasks') return 'promises';
  if (url === '' || url.startsWith('node:')) return 'other of Node';
  const source = sourceOf(url, at.lineNumber, at.columnNumber);
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  if (!name || name.startsWith('@shop/')) return 'own code';
  return packages.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other packages';
}

/** Adds the time of each sample to the key of its function, and returns the shares of the keys, largest first. */
function sharesBy(
  { nodes, samples = [], timeDeltas = [] }: Profiler.Profile,
  keyOf: (frame: Profiler.ProfileNode['callFrame']) => string | undefined,
): (readonly [string, number])[] {
  const keys = new Map(nodes.map(({ id, callFrame }) => [id, keyOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, n) => {
    const key = keys.get(id);
    if (key) times.set(key, (times.get(key) ?? 0) + (timeDeltas[n] ?? 0));
  });
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([key, time]) => [key, time / total] as const)
    .toSorted(([, a], [, b]) => b - a);
}

/** Returns the share of each part in the time that the profiler tells apart, largest first. */
export const sharesOf = (profile: Profiler.Profile) => sharesBy(profile, partOf);

/** Returns the shares of functions in that time, without what they call, with their files; largest first. */
export const functionsOf = (profile: Profiler.Profile) =>
  sharesBy(profile, ({ functionName, url, lineNumber, columnNumber }) => {
    if (isLeftOut.test(functionName)) return undefined;
    const source = sourceOf(url, lineNumber, columnNumber).replace(repository, '');
    return `${functionName || '(anonymous)'} ${source}`;
  });
