import { readdir, readFile } from 'node:fs/promises';
import type { RunningShop } from '@shop/testing/shop';
import pg from 'pg';

/** What a shop has used so far: committed transactions by database, CPU milliseconds by process. */
export type Usage = {
  readonly commits: Readonly<Record<string, number>>;
  readonly cpuMs: Readonly<Record<string, number>>;
};

/** Ticks of `/proc/<pid>/stat` a second, on every Linux that Node supports. */
const ticksPerSecond = 100;

/** Reads the CPU time of the broker that this process has started; none without one. */
export const brokerCpu = async (): Promise<Record<string, number>> => {
  const { RabbitMQ } = await cpuByProcess(process.pid, new Map());
  return RabbitMQ === undefined ? {} : { RabbitMQ };
};

/** Reads what a shop has used. CPU times come from /proc, so they are available on Linux only. */
export async function readUsage(shop: RunningShop): Promise<Usage> {
  const [commits, cpuMs] = await Promise.all([readCommits(shop), readCpu(shop).catch(() => ({}))]);
  return { commits, cpuMs };
}

/** Returns what was used between two readings for each of `units`, such as orders, without the `ownCommits` of the benchmark. */
export function usagePerUnit(
  before: Usage,
  after: Usage,
  units: number,
  ownCommits: Usage['commits'] = {},
): Usage {
  const share = (part: keyof Usage, own: Usage['commits'] = {}) =>
    Object.fromEntries(
      Object.entries(after[part]).map(([name, value]) => [
        name,
        (value - (before[part][name] ?? 0) - (own[name] ?? 0)) / units,
      ]),
    );
  return { commits: share('commits', ownCommits), cpuMs: share('cpuMs') };
}

/** Counts the committed transactions of each database, including those of reading. */
async function readCommits({ databaseUrls }: RunningShop): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrls['order'] });
  await client.connect();
  const { rows } = await client.query<{ name: string; n: string }>(
    `SELECT replace(datname, 'shop_', '') AS name, xact_commit AS n FROM pg_stat_database
     WHERE datname LIKE 'shop_%' ORDER BY datname`,
  );
  await client.end();
  return Object.fromEntries(rows.map(({ name, n }) => [name, Number(n)]));
}

type Process = { readonly parent: number; readonly cpuMs: number; readonly command: string };

/** Returns the name of each process of the shop: of services that share one, the first, which is the graph. */
export const namesByProcess = ({ services }: RunningShop): ReadonlyMap<number, string> =>
  new Map(
    Object.entries(services)
      .reverse()
      .map(([name, { pid }]) => [pid, name]),
  );

/** Sums the CPU time of the shop's processes: of each service, of PostgreSQL for each database, of the rest. */
async function readCpu(shop: RunningShop): Promise<Record<string, number>> {
  const names = namesByProcess(shop);
  const first = names.keys().next().value ?? 0;
  const launcher = (await readProcess(first)).parent;
  return cpuByProcess(launcher, new Map([...names, [launcher, 'launcher']]));
}

/**
 * Sums the CPU time of a process and its descendants by name: that of the nearest process with a name above, PostgreSQL for
 * each database.
 */
export async function cpuByProcess(
  ancestor: number,
  names: ReadonlyMap<number, string>,
): Promise<Record<string, number>> {
  const processes = await readProcesses();
  const total: Record<string, number> = {};
  for (const [pid, { cpuMs, command }] of processes) {
    const line = [...lineOf(processes, pid)];
    if (!line.includes(ancestor)) continue;
    const named = line.find((one) => names.has(one)) ?? ancestor;
    const name = (await nameOfServer(pid, command)) ?? names.get(named) ?? 'others';
    total[name] = (total[name] ?? 0) + cpuMs;
  }
  return total;
}

/** Returns the database of a connection's process, whose title has it; `pg` for other processes of PostgreSQL; the broker. */
async function nameOfServer(pid: number, command: string): Promise<string | undefined> {
  if (command.startsWith('beam')) return 'RabbitMQ';
  if (!command.includes('postgres')) return undefined;
  const title = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  const [, database] = /^postgres: \S+ shop_(\w+) /.exec(title) ?? [];
  return database ? `pg ${database}` : 'pg';
}

async function readProcesses(): Promise<Map<number, Process>> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  const found = await Promise.all(
    pids.map(async (pid) => [pid, await readProcess(pid).catch(() => undefined)] as const),
  );
  return new Map(found.flatMap(([pid, process]) => (process ? [[pid, process]] : [])));
}

async function readProcess(pid: number): Promise<Process> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [, command = '', rest = ''] = /\((.*)\) (.*)/s.exec(stat) ?? [];
  const fields = rest.split(' ').map(Number);
  // After the state: the parent; the 12th to 15th are user and system time, then those of ended children.
  const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
  return { parent: fields[1] ?? 0, cpuMs: (ticks * 1_000) / ticksPerSecond, command };
}

/** A process and those above it. */
function* lineOf(processes: ReadonlyMap<number, Process>, pid: number): Generator<number> {
  for (let at: number | undefined = pid; at; at = processes.get(at)?.parent) yield at;
}
