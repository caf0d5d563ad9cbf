import { z } from 'zod';

/** The environment is invalid; the message names every fault. */
export class EnvError extends Error {
  readonly code = 'INVALID_ENVIRONMENT';
}

/** An empty variable counts as absent: that is how compose files pass optional ones. */
const present = (source: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));

/** Checks variables against a schema. Throws `EnvError` naming every fault at once. */
export function parseEnv<S extends z.ZodType>(schema: S, source: NodeJS.ProcessEnv): z.output<S> {
  const result = schema.safeParse(present(source));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message, code }) => {
    const name = String(path[0] ?? 'environment');
    return `  ${name}: ${code !== 'custom' && !source[name] ? 'is missing' : message}`;
  });
  throw new EnvError(`The environment is wrong:\n${faults.join('\n')}`);
}

/** Reads the process environment; on any fault prints one message and exits with 78 (EX_CONFIG). */
export function readEnv<S extends z.ZodType>(schema: S): z.output<S> {
  try {
    return parseEnv(schema, process.env);
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

const port = z.coerce.number('must be a port number').int().min(0).max(65_535);

/** What every process reads. PORT 0 takes any free port. */
export const serviceEnv = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('0.0.0.0'),
  PORT: port,
});
export type ServiceEnv = z.output<typeof serviceEnv>;

export const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a postgres:// URL',
});

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// URL' });

/** How long something is kept, in days. */
export const retentionDays = z.coerce.number('must be a number of days').int().min(1).max(3_650);

/**
 * Where messages go: RabbitMQ when its URL is set, otherwise the bus database. And how long the
 * history of events is kept, in days.
 */
export const busEnv = z.object({
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/, error: 'must be an amqp:// URL' }).optional(),
  BUS_DATABASE_URL: postgresUrl.optional(),
  OUTBOX_RETENTION_DAYS: retentionDays.default(30),
  INBOX_RETENTION_DAYS: retentionDays.default(30),
});
export type BusEnv = z.output<typeof busEnv>;

/** What the relay cleans by. */
export const retentionOf = (env: BusEnv) => ({
  outboxDays: env.OUTBOX_RETENTION_DAYS,
  inboxDays: env.INBOX_RETENTION_DAYS,
});

/** Whether a service knows an event that it has handled for as long as the event can be replayed. */
export const knowsReplays = (env: BusEnv): boolean =>
  // What is no number has a fault of its own.
  !(env.INBOX_RETENTION_DAYS < env.OUTBOX_RETENTION_DAYS);
export const inboxTooShort = {
  path: ['INBOX_RETENTION_DAYS'],
  message: 'must not be less than OUTBOX_RETENTION_DAYS',
  when: () => true,
};

/** Refuses an environment that names no bus. */
export const namesABus = (env: BusEnv): boolean =>
  Boolean(env.RABBITMQ_URL ?? env.BUS_DATABASE_URL);
export const busMissing = {
  path: ['RABBITMQ_URL'],
  message: 'set RABBITMQ_URL or BUS_DATABASE_URL',
  // Asked even when other variables are wrong, so that all faults come at once.
  when: () => true,
};
