import { envPrefix, subgraphs, workers } from '@shop/schema';
import { databaseVariable } from './databases.ts';
import { type Keys, keyVariables } from './keys.ts';

export type ProcessSpec = {
  /** `order`, `order-worker`. */
  readonly name: string;
  /** Whose process it is: `order`, `gateway`. */
  readonly service: string;
  /** Below the root: `subgraphs/order`. */
  readonly folder: string;
  readonly entry: 'main' | 'worker';
  readonly env: Readonly<Record<string, string>>;
};

export type Setting = {
  readonly ports: Readonly<Record<string, number>>;
  readonly databaseUrls: Readonly<Record<string, string>>;
  readonly rabbitmqUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailbox: string;
  readonly supergraph: string;
  readonly keys: Keys;
  readonly logLevel: string;
  readonly nodeEnv: string;
};

/** Variables that the shop gives to exactly those who need them, and that npm leaves around. */
const given =
  /(_DATABASE_URL|_SUBGRAPH_URL|_KEYS)$|^(RABBITMQ_URL|SMTP_URL|PORT|HOST|DATA_DIR|MAILBOX_DIR|SUPERGRAPH_PATH|ACCESS_TOKEN_JWKS_URL|INIT_CWD|npm_.*)$/i;

/** What every process inherits: PATH, OTEL_*, CORS_ORIGINS and other tuning, but none of the secrets. */
export const inherited = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !given.test(name)));

/** Names of all processes, in the order in which they are listed to people. */
export const processNames: readonly string[] = [
  'gateway',
  ...subgraphs.flatMap(({ name }) => [name, `${name}-worker`]),
  ...workers.map(({ name }) => name),
];

/** Which process gets which variables: as little as it needs. docker-compose.yml mirrors this. */
export function processSpecs(setting: Setting): ProcessSpec[] {
  const { ports, databaseUrls, keys } = setting;
  const secrets = keyVariables(keys);
  const own = (name: string) => ({ [databaseVariable(name)]: databaseUrls[name] ?? '' });
  const bus = setting.rabbitmqUrl
    ? { RABBITMQ_URL: setting.rabbitmqUrl }
    : { BUS_DATABASE_URL: databaseUrls['bus'] ?? '' };
  const common = (name: string) => ({
    NODE_ENV: setting.nodeEnv,
    LOG_LEVEL: setting.logLevel,
    HOST: '127.0.0.1',
    PORT: String(ports[name]),
    APOLLO_TELEMETRY_DISABLED: 'true',
  });
  const at = (name: string, path: string) => `http://127.0.0.1:${ports[name]}${path}`;

  const gateway: ProcessSpec = {
    name: 'gateway',
    service: 'gateway',
    folder: 'gateway',
    entry: 'main',
    env: {
      ...common('gateway'),
      SUPERGRAPH_PATH: setting.supergraph,
      ACCESS_TOKEN_JWKS_URL: at('user', '/.well-known/jwks.json'),
      INTERNAL_TOKEN_PRIVATE_KEYS: secrets.INTERNAL_TOKEN_PRIVATE_KEYS,
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
      entry: 'main',
      env: {
        ...common(name),
        ...own(name),
        INTERNAL_TOKEN_PUBLIC_KEYS: secrets.INTERNAL_TOKEN_PUBLIC_KEYS,
        ...(name === 'user' && { ACCESS_TOKEN_PRIVATE_KEYS: secrets.ACCESS_TOKEN_PRIVATE_KEYS }),
      },
    },
    {
      name: `${name}-worker`,
      service: name,
      folder: `subgraphs/${name}`,
      entry: 'worker',
      env: { ...common(`${name}-worker`), ...own(name), ...bus },
    },
  ]);
  const others = workers.map(
    ({ name }): ProcessSpec => ({
      name,
      service: name,
      folder: `workers/${name}`,
      entry: 'main',
      env: {
        ...common(name),
        ...own(name),
        ...bus,
        MAILBOX_DIR: setting.mailbox,
        ...(setting.smtpUrl && { SMTP_URL: setting.smtpUrl }),
      },
    }),
  );
  return [gateway, ...graphs, ...others];
}
