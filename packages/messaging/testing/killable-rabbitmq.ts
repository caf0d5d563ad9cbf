import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@shop/service/ports';
import { until } from '@shop/service/until';
import { createTcpProxy } from '@shop/testing/tcp-proxy';
import amqp from 'amqplib';

export type KillableRabbitmq = {
  /** Leads through a network that can be cut. The same after every restart. */
  readonly url: string;
  /** Leads directly to the server. */
  readonly directUrl: string;
  /** kill -9, then a start that recovers the queues. */
  kill(): Promise<void>;
  /** Cuts the network between clients and broker until `work` has finished. */
  cutNetwork(work: () => Promise<void>): Promise<void>;
  /** Raises the disk alarm until `work` has finished: the broker delivers messages and accepts none. */
  fillDisk(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

/** Erlang takes more than a minute to start on a machine that other work keeps busy. */
const startDeadlineMs = 180_000;
/** The wrapper of Debian would switch to another user; the server itself runs as any user. */
const folders = ['/usr/lib/rabbitmq/bin/', ''];

/** Finds a program of the RabbitMQ on this machine; `undefined` when none is installed. */
const findProgram = (name: string): string | undefined =>
  folders
    .map((folder) => `${folder}${name}`)
    .find((program) =>
      program.startsWith('/') ? existsSync(program) : spawnSync('which', [program]).status === 0,
    );

/**
 * Whether tests can start their own RabbitMQ. Without one it prints one loud line, and tests are skipped;
 * in CI it throws.
 */
export function rabbitmqIsInstalled(): boolean {
  if (findProgram('rabbitmq-server') && findProgram('rabbitmqctl')) return true;
  if (process.env['CI']) throw new Error('RabbitMQ server is not installed');
  console.warn('\n!!! RabbitMQ server is not installed: its faults are SKIPPED !!!\n');
  return false;
}

const run = promisify(execFile);
/** A limit beyond any disk, and the default of RabbitMQ. */
const [fullLimit, defaultLimit] = ['1000000GB', '50MB'];

/** Starts a RabbitMQ that can be killed and restarted; `undefined` where none is installed. */
export async function createKillableRabbitmq(
  folder: string,
): Promise<KillableRabbitmq | undefined> {
  const program = findProgram('rabbitmq-server');
  const control = findProgram('rabbitmqctl');
  if (!program || !control) return undefined;
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const env = await environment(folder, port);
  const directUrl = `amqp://guest:guest@127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, [], { env, stdio: 'ignore', detached: true });
    const timing = { deadlineMs: startDeadlineMs, everyMs: 250 };
    try {
      await until('RabbitMQ to start', () => accepts(directUrl), timing);
    } catch (error) {
      await kill(child);
      throw error;
    }
    return child;
  };
  const limitDisk = (free: string) =>
    run(control, ['-n', env.RABBITMQ_NODENAME, 'set_disk_free_limit', free], { env });
  let server = await start();
  const proxy = await createTcpProxy(directUrl);
  return {
    url: proxy.url,
    directUrl,
    async kill() {
      await kill(server);
      server = await start();
    },
    async cutNetwork(work) {
      await proxy.cut();
      await work();
      await proxy.restore();
    },
    async fillDisk(work) {
      await limitDisk(fullLimit);
      try {
        await work();
      } finally {
        await limitDisk(defaultLimit);
      }
    },
    async stop() {
      await proxy.cut();
      await kill(server);
    },
  };
}

const environment = async (folder: string, port: number) => ({
  ...process.env,
  HOME: folder,
  RABBITMQ_NODENAME: `test-${port}@localhost`,
  RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
  RABBITMQ_NODE_PORT: String(port),
  RABBITMQ_DIST_PORT: String(await freePort()),
  RABBITMQ_MNESIA_BASE: join(folder, 'data'),
  RABBITMQ_LOG_BASE: join(folder, 'log'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
  RABBITMQ_CONFIG_FILE: join(folder, 'none'),
  RABBITMQ_PID_FILE: join(folder, 'pid'),
});

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  // The process group: the shell script and the Erlang machine it has started.
  if (child.pid) process.kill(-child.pid, 'SIGKILL');
  await exited;
}

const accepts = (url: string): Promise<boolean> =>
  amqp.connect(url, { timeout: 2_000 }).then(
    async (connection) => {
      await connection.close();
      return true;
    },
    () => false,
  );
