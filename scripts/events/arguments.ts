import { parseArgs } from 'node:util';
import { parseTimestamp } from '@shop/domain';
import { type QueueName, queues } from '@shop/schema';

export const usage = `Usage: npm run events -- <command>

  depth [--json]                      counts the pending and dead messages of every queue
  dlq list [queue] [--limit n] [--json]
                                      lists dead letters, the oldest first
  dlq show <queue> <id>               shows a dead letter with its error and attempts
  dlq redrive <queue> <id…>|--all     returns dead letters to their queue
  dlq purge <queue> <id…>|--all --yes deletes dead letters permanently
  replay <service> --type <event type> --to <queue> [--since <time>] [--until <time>]
         [--subject <id>] [--again] [--yes]
                                      publishes past events of the service to one queue;
                                      without --yes it only counts them
    --again   deletes the events from the consumer's inbox, so that it handles them again
    Times are RFC 3339, for example 2026-03-01T09:30:00Z.

Queues: ${Object.keys(queues).join(', ')}

RABBITMQ_URL or BUS_DATABASE_URL names the bus, <NAME>_DATABASE_URL the database of a service. Without
them the command uses the shop that npm start runs on DATA_DIR.

Exit codes: 0 success, 1 failure, 2 invalid arguments.`;

/** The arguments are invalid. The message names the fault. */
export class UsageError extends Error {
  readonly code = 'USAGE';
}

const flag = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;

/** Parses the command line. Throws `UsageError`. */
export function parseArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ json: flag, all: flag, yes: flag, again: flag, help: { ...flag, short: 'h' } },
        ...{ limit: text, type: text, to: text, since: text, until: text, subject: text },
      },
    });
    return { ...values, words: positionals };
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.`);
  }
}

export type Arguments = ReturnType<typeof parseArguments>;

/** Returns the queue of this name. Throws `UsageError` when it does not exist. */
export function parseQueue(name: string | undefined): QueueName {
  if (name !== undefined && Object.hasOwn(queues, name)) return name as QueueName;
  const fault = name === undefined ? 'Name a queue' : `The queue ${name} does not exist`;
  throw new UsageError(`${fault}. Queues: ${Object.keys(queues).join(', ')}.`);
}

/** Parses the time of an option, which may be absent. Throws `UsageError`. */
export function parseTime(option: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const time = parseTimestamp(value);
  if (!time) throw new UsageError(`--${option} must be a time such as 2026-03-01T09:30:00Z.`);
  return time;
}
