import type { DeadLetter } from '@shop/messaging';
import { queues } from '@shop/schema';
import { type Arguments, parseQueue, UsageError } from './arguments.ts';
import { type Command, json, type Output } from './command.ts';

/** The limit of a search by id: more dead letters than one queue is expected to hold. */
const searchLimit = 100_000;

/** Lists the dead letters of one queue or of all, a line each. */
export const list: Command = async ({ bus, args, output }) => {
  const [name] = args.words;
  const limit = Number(args.limit ?? '100');
  if (!Number.isInteger(limit) || limit < 1) {
    throw new UsageError('--limit must be an integer from 1.');
  }
  const chosen = name === undefined ? Object.keys(queues) : [parseQueue(name)];
  const deadLetters: DeadLetter[] = [];
  for (const queue of chosen) deadLetters.push(...(await bus.deadLetters(queue).list(limit)));
  if (args.json) return output.out(json(deadLetters));
  for (const { queue, id, type, attempts, failedAt, error } of deadLetters) {
    const reason = error.split('\n')[0]?.slice(0, 120);
    const columns = [queue, id || '(no id)', type, failedAt, `${attempts} attempts`, reason];
    output.out(columns.join('  '));
  }
  output.error(`${deadLetters.length} dead letters`);
};

/** Shows one dead letter with its parsed body. */
export const show: Command = async ({ bus, args, output }) => {
  const [name, id] = args.words;
  const queue = parseQueue(name);
  if (!id) throw new UsageError('Give the id of a dead letter.');
  const deadLetters = await bus.deadLetters(queue).list(searchLimit);
  const deadLetter = deadLetters.find((one) => one.id === id);
  if (!deadLetter) throw new Error(`${queue} has no dead letter ${id}.`);
  output.out(json({ ...deadLetter, body: parseBody(deadLetter.body) }));
};

function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Returns dead letters to their queue. */
export const redrive: Command = async ({ bus, args, output }) => {
  const { queue, ids } = parseChoice(args);
  report(output, 'redriven', queue, ids, await bus.deadLetters(queue).redrive(ids));
};

/** Deletes dead letters permanently. */
export const purge: Command = async ({ bus, args, output }) => {
  const { queue, ids } = parseChoice(args);
  if (!args.yes) throw new UsageError('purge deletes permanently: add --yes.');
  report(output, 'purged', queue, ids, await bus.deadLetters(queue).purge(ids));
};

function parseChoice({ words: [name, ...ids], all }: Arguments) {
  const queue = parseQueue(name);
  if (all === ids.length > 0) throw new UsageError('Give either ids or --all.');
  return { queue, ids: all ? undefined : [...new Set(ids)] };
}

function report(
  output: Output,
  action: string,
  queue: string,
  ids: readonly string[] | undefined,
  count: number,
): void {
  output.out(`${action}: ${count} of ${queue}`);
  if (ids && count < ids.length) {
    throw new Error(`${ids.length - count} of the ids were not found.`);
  }
}
