import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type BusAddress, optionalBusEnv, withPasswords } from '@shop/service/env';
import { databases, databaseVariable } from '../postgres/databases.ts';
import { root } from '../root.ts';

export const usage = `Usage: npm start -- [options]

  --reset     delete everything that the shop has stored in DATA_DIR
  --no-seed   start with empty databases
  --json      print one line of JSON when ready, and nothing else on standard output
  --help      print this

Environment (docs/operations.md has all of it):
  PORT                port of the gateway; 0 takes any free one (default 4000)
  DATA_DIR            where data are stored (default .data)
  LOG_LEVEL           of all processes (default info)
  RABBITMQ_URL        use RabbitMQ instead of the embedded bus
  <NAME>_DATABASE_URL use an external PostgreSQL (${databases.join(', ')})
`;

/** Wrong options or environment; the message names every fault. */
export class OptionsError extends Error {}

export type Options = {
  readonly reset: boolean;
  readonly seed: boolean;
  readonly json: boolean;
  readonly help: boolean;
  /** `undefined`: 4000, or the next free one. */
  readonly port: number | undefined;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly nodeEnv: string;
  /** A bus that runs elsewhere; `undefined`: the embedded one. */
  readonly bus: BusAddress | undefined;
  readonly smtpUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly staffMail: string | undefined;
  /** Where the pages of the shop are, if not the storefront. */
  readonly shopUrl: string | undefined;
  /** Networks that webhooks may reach although they are not public. */
  readonly webhookNetworks: string | undefined;
  /** Variables of the shop on invoices, where they are set. */
  readonly seller: Readonly<Record<string, string>>;
  /** The variables of the payment provider, which may be secrets. */
  readonly payment: Readonly<Record<string, string>>;
  /** Databases that run elsewhere, by name. */
  readonly databaseUrls: Readonly<Record<string, string>>;
};

/** Reads arguments and environment. Throws `OptionsError`. */
export function readOptions(args: readonly string[], variables: NodeJS.ProcessEnv): Options {
  const env = withPasswords(variables);
  const faults: string[] = [];
  const options = {
    ...readFlags(args, faults),
    port: readPort(env, faults),
    dataDir: readDataDir(env),
    logLevel: env['LOG_LEVEL'] || 'info',
    nodeEnv: env['NODE_ENV'] || 'development',
    bus: readBus(env, faults),
    smtpUrl: env['SMTP_URL'] || undefined,
    redisUrl: env['REDIS_URL'] || undefined,
    staffMail: env['STAFF_MAIL'] || undefined,
    shopUrl: env['SHOP_URL'] || undefined,
    webhookNetworks: readWebhookNetworks(env),
    seller: withPrefix(env, 'SELLER_'),
    payment: readPayment(env),
    databaseUrls: readDatabaseUrls(env, faults),
  };
  if (faults.length > 0) throw new OptionsError(faults.join('\n'));
  return options;
}

/** Returns the variables of the payment provider: those that begin with its name. That of tests has no secrets. */
function readPayment({ PAYMENT_PROVIDER: name, ...env }: NodeJS.ProcessEnv): Options['payment'] {
  if (!name || name === 'test') return {};
  return withPrefix(env, `${name}_`.toUpperCase());
}

/** Returns the variables whose name begins with this and that are not empty. */
const withPrefix = (env: NodeJS.ProcessEnv, prefix: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([variable, value]) =>
      variable.startsWith(prefix) && value ? [[variable, value]] : [],
    ),
  );

/** Outside production, webhooks may reach receivers on this machine, unless the variable is set. */
const readWebhookNetworks = (env: NodeJS.ProcessEnv): string | undefined =>
  env['WEBHOOK_ALLOWED_NETWORKS'] ||
  (env['NODE_ENV'] === 'production' ? undefined : '127.0.0.0/8, ::1/128');

function readDatabaseUrls(env: NodeJS.ProcessEnv, faults: string[]): Record<string, string> {
  const urls: Record<string, string> = {};
  for (const name of databases) {
    const variable = databaseVariable(name);
    const url = env[variable];
    if (!url) continue;
    if (!/^postgres(ql)?:\/\//.test(url)) faults.push(`${variable} must be a postgres:// URL`);
    urls[name] = url;
  }
  return urls;
}

function readPort(env: NodeJS.ProcessEnv, faults: string[]): number | undefined {
  if (!env['PORT']) return undefined;
  const port = Number(env['PORT']);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    faults.push('PORT must be a port number');
  }
  return port;
}

/** A relative folder is relative to where npm was started. */
const readDataDir = (env: NodeJS.ProcessEnv): string =>
  env['DATA_DIR'] ? resolve(env['INIT_CWD'] ?? '.', env['DATA_DIR']) : join(root, '.data');

function readBus(env: NodeJS.ProcessEnv, faults: string[]): BusAddress | undefined {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { data, error } = optionalBusEnv.safeParse(set);
  for (const { path, message } of error?.issues ?? []) faults.push(`${path.join()} ${message}`);
  return data?.bus;
}

function readFlags(args: readonly string[], faults: string[]) {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { reset: flag, 'no-seed': flag, json: flag, help: { ...flag, short: 'h' } },
    });
    const { 'no-seed': noSeed, ...rest } = values;
    return { ...rest, seed: !noSeed };
  } catch (error) {
    faults.push((error as Error).message.split('. ')[0] ?? '');
    return { reset: false, json: false, help: false, seed: true };
  }
}
