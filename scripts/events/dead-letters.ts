import type { DeadLetter, EventBus } from '@shop/messaging';
import { queues } from '@shop/schema';
import { type Arguments, readQueue, UsageError } from './arguments.ts';

/** More than anybody looks through by hand. */
const everything = 100_000;

type Command = (bus: EventBus, args: Arguments) => Promise<void>;

/** The dead letters of one queue or of all, a line each. */
export const list: Command = async (bus, { words: [name], limit = '100', json }) => {
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1) throw new UsageError('--limit must be 1 or more');
  const chosen = name === undefined ? Object.keys(queues) : [readQueue(name)];
  const letters: DeadLetter[] = [];
  for (const queue of chosen) letters.push(...(await bus.deadLetters(queue).list(count)));
  if (json) return console.log(JSON.stringify(letters, null, 2));
  for (const { queue, id, type, attempts, failedAt, error } of letters) {
    const reason = error.split('\n')[0]?.slice(0, 120);
    console.log(`${queue}  ${id || '(no id)'}  ${type}  ${failedAt}  ${attempts} tries  ${reason}`);
  }
  console.error(letters.length === 0 ? 'no dead letters' : `${letters.length} dead letters`);
};

/** One dead letter in full, its body read. */
export const show: Command = async (bus, { words: [name, id] }) => {
  const queue = readQueue(name);
  if (!id) throw new UsageError('Give the id of a dead letter.');
  const letters = await bus.deadLetters(queue).list(everything);
  const letter = letters.find((one) => one.id === id);
  if (!letter) throw new Error(`${queue} has no dead letter ${id}`);
  console.log(JSON.stringify({ ...letter, body: readBody(letter.body) }, null, 2));
};

function readBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Puts dead letters back on their queue. */
export const redrive: Command = async (bus, args) => {
  const { queue, ids } = readChoice(args);
  report('redriven', queue, ids, await bus.deadLetters(queue).redrive(ids));
};

/** Deletes dead letters. */
export const purge: Command = async (bus, args) => {
  const { queue, ids } = readChoice(args);
  if (!args.yes) throw new UsageError('purge deletes for good: add --yes');
  report('purged', queue, ids, await bus.deadLetters(queue).purge(ids));
};

function readChoice({ words: [name, ...ids], all }: Arguments) {
  const queue = readQueue(name);
  if (all === ids.length > 0) throw new UsageError('Give ids, or --all, and not both.');
  return { queue, ids: all ? undefined : [...new Set(ids)] };
}

function report(what: string, queue: string, ids: string[] | undefined, count: number): void {
  console.log(`${what}: ${count} of ${queue}`);
  if (ids && count < ids.length) throw new Error(`${ids.length - count} of the ids are not there`);
}
