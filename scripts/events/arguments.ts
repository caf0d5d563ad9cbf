import { parseArgs } from 'node:util';
import { type QueueName, queues } from '@shop/schema';

export const usage = `Usage: npm run events -- <command>

  depth [--json]                      messages of every queue: waiting, dead
  dlq list [queue] [--limit n] [--json]
  dlq show <queue> <id>               the whole message, its error and attempts
  dlq redrive <queue> <id…>|--all     puts dead letters back on their queue
  dlq purge <queue> <id…>|--all --yes deletes them for good
  replay <service> --type <event type> --to <queue> [--since <time>] [--until <time>]
         [--subject <id>] [--again] [--yes]
                                      sends events of the service's history to one queue;
                                      without --yes it only counts them
    --again   the consumer forgets that it has handled them, and handles them again
    times are RFC 3339, such as 2026-03-01T09:30:00Z

Queues: ${Object.keys(queues).join(', ')}

The bus is the one that RABBITMQ_URL or BUS_DATABASE_URL names, otherwise that of the shop that
npm start runs on DATA_DIR; databases likewise (<NAME>_DATABASE_URL).

Exit code: 0 done, 1 failed, 2 wrong use.
`;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

const flag = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;

/** Reads the command line. Throws `UsageError`. */
export function readArguments(args: readonly string[]) {
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
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

export type Arguments = ReturnType<typeof readArguments>;

/** A queue by its name. Throws `UsageError` when there is none such. */
export function readQueue(name: string | undefined): QueueName {
  if (name !== undefined && Object.hasOwn(queues, name)) return name as QueueName;
  const what = name === undefined ? 'Name a queue' : `There is no queue ${name}`;
  throw new UsageError(`${what}: ${Object.keys(queues).join(', ')}`);
}

/** A point in time, or `undefined` when none is given. Throws `UsageError`. */
export function readTime(option: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const time = new Date(value);
  const exact = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value);
  if (!exact || Number.isNaN(time.getTime())) {
    throw new UsageError(`--${option} must be a time such as 2026-03-01T09:30:00Z`);
  }
  return time;
}
