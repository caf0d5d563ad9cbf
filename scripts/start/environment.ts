import { envPrefix, ownsDatabase, subgraphs, workers } from '@shop/schema';
import { type BusAddress, busVariable } from '@shop/service/env';
import { type Keys, keyVariables } from '../keys/keys.ts';
import { databaseVariable } from '../postgres/databases.ts';

export type ProcessSpec = {
  /** `order`, `order-worker`. */
  readonly name: string;
  /** The service it is a part of: `order`, `gateway`. */
  readonly service: string;
  /** Below the root: `subgraphs/order`. */
  readonly folder: string;
  readonly kind: 'gateway' | 'graph' | 'worker';
  /** The program of its own process: `dist/main.js`. */
  readonly entry: 'main' | 'worker';
  readonly env: Readonly<Record<string, string>>;
};

export type Setting = {
  readonly ports: Readonly<Record<string, number>>;
  readonly databaseUrls: Readonly<Record<string, string>>;
  readonly bus: BusAddress;
  readonly smtpUrl: string | undefined;
  readonly redisUrl?: string | undefined;
  /** Where staff are notified of low stock. */
  readonly staffMail?: string | undefined;
  readonly mailbox: string;
  readonly supergraph: string;
  readonly keys: Keys;
  readonly logLevel: string;
  readonly nodeEnv: string;
};

/** Variables that the shop gives to exactly those who need them, and that npm leaves around. */
const given =
  /(_DATABASE_URL|_SUBGRAPH_URL|_KEYS|_SECRETS)$|^(RABBITMQ_URL|REDIS_URL|SMTP_URL|PORT|HOST|DATA_DIR|MAILBOX_DIR|SUPERGRAPH_PATH|ACCESS_TOKEN_JWKS_URL|REVOCATIONS_URL|MAIL_TOKEN_KEY|PUBLIC_URL|TEST_PROVIDER_WEBHOOK_URL|INIT_CWD|npm_.*)$/i;

/** What every process inherits: PATH, OTEL_*, CORS_ORIGINS and other tuning, but none of the secrets. */
export const inherited = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !given.test(name)));

/** Names of all processes, in the order in which they are listed to people. */
export const processNames: readonly string[] = [
  'gateway',
  ...subgraphs.flatMap(({ name }) => (ownsDatabase(name) ? [name, `${name}-worker`] : [name])),
  ...workers.map(({ name }) => name),
];

/** Which process gets which variables: as little as it needs. docker-compose.yml mirrors this. */
export function processSpecs(setting: Setting): ProcessSpec[] {
  const { ports, databaseUrls, keys } = setting;
  const secrets = keyVariables(keys);
  const own = (name: string) => ({ [databaseVariable(name)]: databaseUrls[name] ?? '' });
  const bus = busVariable(setting.bus);
  const common = (name: string) => ({
    NODE_ENV: setting.nodeEnv,
    LOG_LEVEL: setting.logLevel,
    HOST: '127.0.0.1',
    PORT: String(ports[name]),
    APOLLO_TELEMETRY_DISABLED: 'true',
  });
  const at = (name: string, path: string) => `http://127.0.0.1:${ports[name]}${path}`;
  const payments = (name: string) => name === 'order' && { PUBLIC_URL: at('gateway', '') };

  const gateway: ProcessSpec = {
    name: 'gateway',
    service: 'gateway',
    folder: 'gateway',
    kind: 'gateway',
    entry: 'main',
    env: {
      ...common('gateway'),
      SUPERGRAPH_PATH: setting.supergraph,
      ...bus,
      ACCESS_TOKEN_JWKS_URL: at('user', '/.well-known/jwks.json'),
      REVOCATIONS_URL: at('user', '/revocations'),
      INTERNAL_TOKEN_PRIVATE_KEYS: secrets.INTERNAL_TOKEN_PRIVATE_KEYS,
      ...(setting.redisUrl && { REDIS_URL: setting.redisUrl }),
      ...Object.fromEntries(
        subgraphs.map(({ name }) => [`${envPrefix(name)}_SUBGRAPH_URL`, at(name, '/graphql')]),
      ),
    },
  };
  const graphs = subgraphs.flatMap(({ name }): ProcessSpec[] => [
    {
      name,
      service: name,
      folder: `subgraphs/${name}`,
      kind: 'graph',
      entry: 'main',
      env: {
        ...common(name),
        // One without a database serves what is on the bus, and has no worker.
        ...(ownsDatabase(name) ? own(name) : bus),
        INTERNAL_TOKEN_PUBLIC_KEYS: secrets.INTERNAL_TOKEN_PUBLIC_KEYS,
        ...(name === 'user' && {
          ACCESS_TOKEN_PRIVATE_KEYS: secrets.ACCESS_TOKEN_PRIVATE_KEYS,
          MAIL_TOKEN_KEY: secrets.MAIL_TOKEN_KEY,
        }),
        ...payments(name),
        ...(name === 'order' && { PAYMENT_WEBHOOK_SECRETS: secrets.PAYMENT_WEBHOOK_SECRETS }),
      },
    },
    {
      name: `${name}-worker`,
      service: name,
      folder: `subgraphs/${name}`,
      kind: 'worker',
      entry: 'worker',
      env: { ...common(`${name}-worker`), ...own(name), ...bus, ...payments(name) },
    },
  ]);
  const others = workers.map(
    ({ name }): ProcessSpec => ({
      name,
      service: name,
      folder: `workers/${name}`,
      kind: 'worker',
      entry: 'main',
      env: {
        ...common(name),
        ...own(name),
        ...bus,
        MAIL_TOKEN_KEY: secrets.MAIL_TOKEN_KEY,
        MAILBOX_DIR: setting.mailbox,
        STAFF_MAIL: setting.staffMail ?? 'staff@shop.example',
        ...(setting.smtpUrl && { SMTP_URL: setting.smtpUrl }),
      },
    }),
  );
  return [gateway, ...graphs, ...others].filter(({ name }) => processNames.includes(name));
}
