import { z } from 'zod';
import { httpTimeouts } from './http-server.ts';
import { telemetryVariables } from './telemetry/variables.ts';

/** The environment is invalid; the message names every fault. */
export class EnvError extends Error {
  readonly code = 'INVALID_ENVIRONMENT';
}

/** An empty variable counts as absent: compose files pass optional ones like that. */
const present = (source: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));

/**
 * Returns the variables with the value of each `<NAME>_PASSWORD` in `<NAME>_URL`, unless that has a password
 * itself. So a password may have characters that mean something in a URL.
 */
export const withPasswords = (source: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(source).map(([name, value = '']) => {
      const password = name.endsWith('_URL') && source[name.replace(/_URL$/, '_PASSWORD')];
      if (!password || !URL.canParse(value)) return [name, value];
      const url = new URL(value);
      if (!url.password) url.password = encodeURIComponent(password);
      return [name, url.href];
    }),
  );

/** The passwords of older examples, which are published. */
const placeholder = /change-me/;

/** In production, names every variable whose value is a placeholder of an example. */
const placeholders = (source: NodeJS.ProcessEnv): string[] =>
  source['NODE_ENV'] === 'production'
    ? Object.keys(source)
        .filter((name) => placeholder.test(source[name] ?? ''))
        .map((name) => `  ${name}: is a placeholder; set a value of your own`)
    : [];

/** Parses variables by a schema. Throws `EnvError` naming every fault at once. */
export function parseEnv<S extends z.ZodType>(schema: S, source: NodeJS.ProcessEnv): z.output<S> {
  const result = schema.safeParse(present(withPasswords(source)));
  const invalid = (result.error?.issues ?? []).map(({ path, message, code }) => {
    const name = String(path[0] ?? 'environment');
    return `  ${name}: ${code !== 'custom' && !source[name] ? 'is missing' : message}`;
  });
  const faults = [...invalid, ...placeholders(source)];
  if (result.success && faults.length === 0) return result.data;
  throw new EnvError(`The environment is invalid:\n${faults.join('\n')}`);
}

/**
 * Reads the process environment, in which `overrides` take precedence. On any fault prints one message and
 * exits with 78 (EX_CONFIG).
 */
export function readEnv<S extends z.ZodType>(
  schema: S,
  overrides: Readonly<Record<string, string>> = {},
): z.output<S> {
  try {
    return parseEnv(schema, { ...process.env, ...overrides });
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

const port = z.coerce.number('must be a port number').int().min(0).max(65_535);

/** A whole number of at least `min`. */
export const wholeNumber = (min: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(min, `must be ${min} or more`);

/**
 * The environment of every service. METRICS_PORT serves health and metrics, to operators only. Port 0 takes any
 * free one. BUILD_REVISION is the commit that the image was built from. DRAIN_MS: how long a process that stops serves on,
 * not ready, until its load balancer sends it no more requests. KEEP_ALIVE_MS: how long a connection stays open between
 * requests, longer than its load balancer keeps it.
 */
export const serviceEnv = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOST: z.string().default('0.0.0.0'),
  PORT: port,
  METRICS_PORT: port.default(0),
  DRAIN_MS: wholeNumber(0).max(60_000, 'must be 60000 or less').default(0),
  KEEP_ALIVE_MS: wholeNumber(6_000)
    .max(3_600_000, 'must be 3600000 or less')
    .default(httpTimeouts.keepAliveTimeout),
  BUILD_REVISION: z.string().max(100, 'must have at most 100 characters').optional(),
  ...telemetryVariables,
});
export type ServiceEnv = z.output<typeof serviceEnv>;

export const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a postgres:// URL',
});

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// URL' });

/** A retention, in days. */
export const retentionDays = z.coerce.number('must be a number of days').int().min(1).max(3_650);

/** Where the event bus is, and the driver that connects to it. */
export type BusAddress = { readonly driver: 'postgres' | 'rabbitmq'; readonly url: string };

const busUrls = z.object({
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/, error: 'must be an amqp:// URL' }).optional(),
  BUS_DATABASE_URL: postgresUrl.optional(),
});

/** Returns RabbitMQ when its URL is set, otherwise the bus database. */
function busAddress({
  RABBITMQ_URL,
  BUS_DATABASE_URL,
}: z.output<typeof busUrls>): BusAddress | undefined {
  if (RABBITMQ_URL) return { driver: 'rabbitmq', url: RABBITMQ_URL };
  return BUS_DATABASE_URL ? { driver: 'postgres', url: BUS_DATABASE_URL } : undefined;
}

/** Returns the environment variable that sets an address. */
export const busVariable = ({ driver, url }: BusAddress): Readonly<Record<string, string>> => ({
  [driver === 'rabbitmq' ? 'RABBITMQ_URL' : 'BUS_DATABASE_URL']: url,
});

/** Checks a rule even when other variables are invalid, so that all faults are reported at once. */
const always = { when: () => true };

/** The address of the event bus, `env.bus`. */
export const busEnv = busUrls
  .refine((env) => Boolean(env.RABBITMQ_URL ?? env.BUS_DATABASE_URL), {
    path: ['RABBITMQ_URL'],
    message: 'set RABBITMQ_URL or BUS_DATABASE_URL',
    ...always,
  })
  .transform((env) => ({ bus: busAddress(env) as BusAddress }));

/** The same where it need not be set: `undefined` means the embedded bus. */
export const optionalBusEnv = busUrls.transform((env) => ({ bus: busAddress(env) }));

/** The retention of events, in days: an inbox recognises an event for as long as it can be replayed. */
export const eventRetentionEnv = z
  .object({
    OUTBOX_RETENTION_DAYS: retentionDays.default(30),
    INBOX_RETENTION_DAYS: retentionDays.default(30),
  })
  // An invalid number is a fault of its own.
  .refine((env) => !(env.INBOX_RETENTION_DAYS < env.OUTBOX_RETENTION_DAYS), {
    path: ['INBOX_RETENTION_DAYS'],
    message: 'must not be less than OUTBOX_RETENTION_DAYS',
    ...always,
  });
