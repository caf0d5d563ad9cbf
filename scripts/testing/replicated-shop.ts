import { join } from 'node:path';
import { freePort } from '@shop/service/ports';
import { newKeys } from '../keys/keys.ts';
import { root } from '../root.ts';
import { choosePorts } from '../start/choose-ports.ts';
import { inherited, type ProcessSpec, portNames, processSpecs } from '../start/environment.ts';
import { alone } from '../start/hosting.ts';
import { isReady } from '../start/launch.ts';
import { createSupervisor } from '../start/processes.ts';
import { seedDatabases } from '../start/seed.ts';
import { createShopDatabases } from './create-shop-databases.ts';

/** A process of a replicated shop. */
export type ReplicaProcess = {
  /** `order-1`; processes without replicas have their own name. */
  readonly name: string;
  /** `order`. */
  readonly of: string;
  readonly port: number;
  readonly metricsPort: number;
};

export type ReplicatedShopOptions = {
  readonly folder: string;
  readonly postgresUrl: string;
  /** Processes of which two run; the others expect each at its port in `ports`. */
  readonly replicated: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** Runs two of some processes of the shop and one of each other, as containers do. */
export async function startReplicatedShop(options: ReplicatedShopOptions) {
  const { folder, postgresUrl, replicated, environment } = options;
  const databaseUrls = await createShopDatabases(postgresUrl);
  const urlOf = (name: string) => databaseUrls[name] ?? '';
  await seedDatabases({ user: urlOf('user') });
  const ports = await choosePorts(0, portNames, () => {});
  const specs = processSpecs({
    ...{ ports, databaseUrls, bus: { driver: 'postgres', url: urlOf('bus') } },
    ...{ mailbox: join(folder, 'mailbox'), smtpUrl: undefined, keys: newKeys() },
    supergraph: join(root, 'schema/supergraph.graphql'),
    ...{ logLevel: 'warn', nodeEnv: 'development' },
  });
  const copies = await Promise.all(
    specs.flatMap((spec): (ProcessSpec | Promise<ProcessSpec>)[] =>
      replicated.includes(spec.name) ? [replicaOf(spec, 1), replicaOf(spec, 2)] : [spec],
    ),
  );
  const ended = new Map<string, string>();
  const supervisor = createSupervisor({
    logDir: join(folder, 'logs'),
    environment: { ...inherited(process.env), PAYMENT_PROVIDER: 'test', ...environment },
    onCrash: (name, detail) => ended.set(name, detail.split('\n')[0] ?? ''),
  });
  const programs = copies.map(alone);
  const processes = copies.map(({ name, env }): ReplicaProcess => {
    const of = name.replace(/-\d$/, '');
    return { name, of, port: Number(env['PORT']), metricsPort: Number(env['METRICS_PORT']) };
  });
  return {
    ports,
    processes,
    /** Starts all. Resolves when they are ready. */
    start: () => Promise.all(programs.map(supervisor.run)),
    pid: (name: string) => supervisor.pids()[name],
    /** How the process ended that ran before the present one: `order-1 ended with code 0`. */
    endOf: (name: string) => ended.get(name),
    isReady: async (name: string) => {
      const program = programs.find((one) => one.name === name);
      return program !== undefined && isReady(program);
    },
    stop: supervisor.stopAll,
  };
}

/** Returns a spec at ports of its own. */
async function replicaOf(spec: ProcessSpec, n: number): Promise<ProcessSpec> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const env = { ...spec.env, PORT: String(port), METRICS_PORT: String(metricsPort) };
  return { ...spec, name: `${spec.name}-${n}`, env };
}
