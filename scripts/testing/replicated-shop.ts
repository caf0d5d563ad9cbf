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
  /** Processes of which several run, and how many; the others expect each at its port in `ports`. */
  readonly replicated: Readonly<Record<string, number>>;
  /** Variables of the n-th of a process, from 1 on. */
  readonly environmentOf?: (name: string, n: number) => Readonly<Record<string, string>>;
  /** The services whose databases have the demonstration data; by default user alone, for its accounts. */
  readonly seeded?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** As many as one of each subgraph. */
const startedTogether = 6;

/** Runs several of some processes of the shop and one of each other, as containers do. */
export async function startReplicatedShop(options: ReplicatedShopOptions) {
  const { folder, postgresUrl, replicated, environment, seeded = ['user'] } = options;
  const databaseUrls = await createShopDatabases(postgresUrl);
  const urlOf = (name: string) => databaseUrls[name] ?? '';
  await seedDatabases(Object.fromEntries(seeded.map((name) => [name, urlOf(name)])));
  const ports = await choosePorts(0, portNames, () => {});
  const specs = processSpecs({
    ...{ ports, databaseUrls, bus: { driver: 'postgres', url: urlOf('bus') } },
    ...{ mailbox: join(folder, 'mailbox'), smtpUrl: undefined, keys: newKeys() },
    supergraph: join(root, 'schema/supergraph.graphql'),
    ...{ logLevel: 'warn', nodeEnv: 'development' },
  });
  const all = await Promise.all(
    specs.flatMap((spec): (ProcessSpec | Promise<ProcessSpec>)[] =>
      replicated[spec.name]
        ? Array.from({ length: replicated[spec.name] ?? 0 }, (_, n) =>
            replicaOf(spec, n + 1, options),
          )
        : [spec],
    ),
  );
  const ended = new Map<string, string>();
  const supervisor = createSupervisor({
    logDir: join(folder, 'logs'),
    environment: { ...inherited(process.env), PAYMENT_PROVIDER: 'test', ...environment },
    onCrash: (name, detail) => ended.set(name, detail.split('\n')[0] ?? ''),
  });
  const programs = all.map(alone);
  const processes = all.map(({ name, env }): ReplicaProcess => {
    const of = name.replace(/-\d+$/, '');
    return { name, of, port: Number(env['PORT']), metricsPort: Number(env['METRICS_PORT']) };
  });
  return {
    ports,
    processes,
    databaseUrls,
    /** Starts all, some at a time: each has a deadline. Resolves when they are ready. */
    async start() {
      for (let at = 0; at < programs.length; at += startedTogether)
        await Promise.all(programs.slice(at, at + startedTogether).map(supervisor.run));
    },
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
async function replicaOf(
  spec: ProcessSpec,
  n: number,
  { environmentOf }: ReplicatedShopOptions,
): Promise<ProcessSpec> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const own = { PORT: String(port), METRICS_PORT: String(metricsPort) };
  const env = { ...spec.env, ...own, ...environmentOf?.(spec.name, n) };
  return { ...spec, name: `${spec.name}-${n}`, env };
}
