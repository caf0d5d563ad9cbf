import { envPrefix, ownsDatabase, subgraphs, workers } from '@shop/schema';
import { demoAccounts, demoSeller } from '@shop/schema/demo-accounts';
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
  /** Where the pages of the shop are; the storefront when absent. */
  readonly shopUrl?: string | undefined;
  /** Networks that webhooks may reach although they are not public. */
  readonly webhookNetworks?: string | undefined;
  /** Variables of the shop on invoices, where they are not those of the demonstration. */
  readonly seller?: Readonly<Record<string, string>>;
  /** The variables of the payment provider, which may be secrets. */
  readonly payment?: Readonly<Record<string, string>>;
  readonly mailbox: string;
  readonly supergraph: string;
  readonly keys: Keys;
  readonly logLevel: string;
  readonly nodeEnv: string;
};

/** Variables that only the processes that need them get, and those that npm sets. */
const excluded =
  /(_DATABASE_URL|_SUBGRAPH_URL|_KEYS?|_SECRETS?|_TOKENS?|_PASSWORD)$|^(RABBITMQ_URL|REDIS_URL|SMTP_URL|PORT|METRICS_PORT|HOST|DATA_DIR|MAILBOX_DIR|SUPERGRAPH_PATH|ACCESS_TOKEN_JWKS_URL|REVOCATIONS_URL|PUBLIC_URL|TEST_PROVIDER_WEBHOOK_URL|INIT_CWD|npm_.*)$/i;

/** Returns what every process inherits: PATH, OTEL_*, CORS_ORIGINS and other tuning, but no secrets. */
export const inherited = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !excluded.test(name)));

/** Names of all processes, in the order in which they are displayed. */
export const processNames: readonly string[] = [
  'gateway',
  ...subgraphs.flatMap(({ name }) => (ownsDatabase(name) ? [name, `${name}-worker`] : [name])),
  ...workers.map(({ name }) => name),
];

/** The name of a process's port for health and metrics, among all ports. */
export const metricsPortOf = (name: string): string => `${name} metrics`;

/** Names of all ports: two for each process. */
export const portNames: readonly string[] = processNames.flatMap((name) => [
  name,
  metricsPortOf(name),
]);

/** The variables that several processes get. */
function variablesOf(setting: Setting) {
  const { ports, databaseUrls, keys, bus, nodeEnv, logLevel } = setting;
  const at = (name: string, path: string) => `http://127.0.0.1:${ports[name]}${path}`;
  return {
    at,
    secrets: keyVariables(keys),
    bus: busVariable(bus),
    database: (name: string) => ({ [databaseVariable(name)]: databaseUrls[name] ?? '' }),
    common: (name: string) => ({
      NODE_ENV: nodeEnv,
      LOG_LEVEL: logLevel,
      HOST: '127.0.0.1',
      PORT: String(ports[name]),
      METRICS_PORT: String(ports[metricsPortOf(name)]),
      APOLLO_TELEMETRY_DISABLED: 'true',
    }),
    webhook: {
      WEBHOOK_SECRET_KEY: keys.webhookSecrets,
      WEBHOOK_ALLOWED_NETWORKS: setting.webhookNetworks ?? '',
    },
    /** Where people open the gateway: its own origin is the only one without https that web pages show pictures of. */
    publicUrl: { PUBLIC_URL: `http://localhost:${ports['gateway']}` },
    payment: (service: string) => service === 'order' && setting.payment,
  };
}

type Variables = ReturnType<typeof variablesOf>;

const gatewaySpec = (setting: Setting, { at, bus, common, secrets }: Variables): ProcessSpec => ({
  name: 'gateway',
  service: 'gateway',
  folder: 'gateway',
  kind: 'gateway',
  entry: 'main',
  env: {
    ...common('gateway'),
    ...bus,
    SUPERGRAPH_PATH: setting.supergraph,
    STOREFRONT: 'on',
    BACK_OFFICE: 'on',
    ACCESS_TOKEN_JWKS_URL: at('user', '/.well-known/jwks.json'),
    REVOCATIONS_URL: at('user', '/revocations'),
    INTERNAL_TOKEN_PRIVATE_KEYS: secrets.INTERNAL_TOKEN_PRIVATE_KEYS,
    ...(setting.redisUrl && { REDIS_URL: setting.redisUrl }),
    ...Object.fromEntries(
      subgraphs.map(({ name }) => [`${envPrefix(name)}_SUBGRAPH_URL`, at(name, '/graphql')]),
    ),
  },
});

const graphSpec = (name: string, variables: Variables): ProcessSpec => ({
  name,
  service: name,
  folder: `subgraphs/${name}`,
  kind: 'graph',
  entry: 'main',
  env: {
    ...variables.common(name),
    // A subgraph without a database serves what is on the bus.
    ...(ownsDatabase(name) ? variables.database(name) : variables.bus),
    INTERNAL_TOKEN_PUBLIC_KEYS: variables.secrets.INTERNAL_TOKEN_PUBLIC_KEYS,
    ...(name === 'user' && {
      ACCESS_TOKEN_PRIVATE_KEYS: variables.secrets.ACCESS_TOKEN_PRIVATE_KEYS,
    }),
    ...(['user', 'order'].includes(name) && { MAIL_TOKEN_KEY: variables.secrets.MAIL_TOKEN_KEY }),
    ...(['order', 'product'].includes(name) && variables.publicUrl),
    ...variables.payment(name),
    ...(name === 'webhook' && { ...variables.bus, ...variables.webhook }),
    ...(name === 'order' && {
      PAYMENT_WEBHOOK_SECRETS: variables.secrets.PAYMENT_WEBHOOK_SECRETS,
    }),
  },
});

const graphWorkerSpec = (service: string, setting: Setting, variables: Variables): ProcessSpec => ({
  name: `${service}-worker`,
  service,
  folder: `subgraphs/${service}`,
  kind: 'worker',
  entry: 'worker',
  env: {
    ...variables.common(`${service}-worker`),
    ...variables.database(service),
    ...variables.bus,
    ...(service === 'order' && { ...variables.publicUrl, ...demoSeller, ...setting.seller }),
    ...variables.payment(service),
    ...(service === 'webhook' && variables.webhook),
  },
});

const workerSpec = (name: string, setting: Setting, variables: Variables): ProcessSpec => ({
  name,
  service: name,
  folder: `workers/${name}`,
  kind: 'worker',
  entry: 'main',
  env: {
    ...variables.common(name),
    ...variables.database(name),
    ...variables.bus,
    ...variables.publicUrl,
    MAIL_TOKEN_KEY: variables.secrets.MAIL_TOKEN_KEY,
    MAILBOX_DIR: setting.mailbox,
    SHOP_URL: setting.shopUrl ?? `${variables.publicUrl.PUBLIC_URL}/shop`,
    STAFF_MAIL: setting.staffMail ?? demoAccounts.staff.email,
    ...(setting.smtpUrl && { SMTP_URL: setting.smtpUrl }),
  },
});

/** The processes with their variables: each gets as little as it needs. docker-compose.yml mirrors this. */
export function processSpecs(setting: Setting): ProcessSpec[] {
  const variables = variablesOf(setting);
  return [
    gatewaySpec(setting, variables),
    ...subgraphs.flatMap(({ name }) => [
      graphSpec(name, variables),
      ...(ownsDatabase(name) ? [graphWorkerSpec(name, setting, variables)] : []),
    ]),
    ...workers.map(({ name }) => workerSpec(name, setting, variables)),
  ];
}
