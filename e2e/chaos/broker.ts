import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '@shop/service/until';
import { createTcpProxy } from '@shop/testing/tcp-proxy';
import amqp from 'amqplib';
import { freePort } from '../../scripts/start/ports.ts';

export type MortalBroker = {
  /** The same after every restart. */
  readonly url: string;
  /** The server itself, past the network that can be cut. */
  readonly address: string;
  /** kill -9, then a start that recovers its queues. */
  kill(): Promise<void>;
  /** The network between shop and broker breaks for so long. */
  cut(work: () => Promise<void>): Promise<void>;
  /** The broker has no room on its disk for so long: it takes no more messages, and hands out those it has. */
  fill(work: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

const startDeadlineMs = 60_000;
/** The Debian wrapper would change to another user; the server itself runs as anybody. */
const folders = ['/usr/lib/rabbitmq/bin/', ''];

/** A program of the RabbitMQ on this machine; `undefined` when none is installed. */
const findProgram = (name: string): string | undefined =>
  folders
    .map((folder) => `${folder}${name}`)
    .find((program) =>
      program.startsWith('/') ? existsSync(program) : spawnSync('which', [program]).status === 0,
    );

/**
 * Whether tests can have a RabbitMQ of their own. Where none is installed they are skipped, with one
 * loud line; in CI that is an error.
 */
export function brokerIsInstalled(): boolean {
  if (findProgram('rabbitmq-server') && findProgram('rabbitmqctl')) return true;
  if (process.env['CI']) throw new Error('no RabbitMQ server is installed');
  console.warn('\n!!! No RabbitMQ server is installed: chaos on RabbitMQ is SKIPPED !!!\n');
  return false;
}

const run = promisify(execFile);
/** More than any disk has, and RabbitMQ's default. */
const [noRoom, room] = ['1000000GB', '50MB'];

/** A RabbitMQ of our own that can be killed and comes back; `undefined` where none is installed. */
export async function createMortalBroker(folder: string): Promise<MortalBroker | undefined> {
  const program = findProgram('rabbitmq-server');
  const control = findProgram('rabbitmqctl');
  if (!program || !control) return undefined;
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const env = {
    ...process.env,
    HOME: folder,
    RABBITMQ_NODENAME: `chaos-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(await freePort()),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_CONFIG_FILE: join(folder, 'none'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
  };
  const address = `amqp://guest:guest@127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, [], { env, stdio: 'ignore', detached: true });
    await until('RabbitMQ to start', () => answers(address), {
      deadlineMs: startDeadlineMs,
      everyMs: 250,
    });
    return child;
  };
  const kill = async (child: ChildProcess): Promise<void> => {
    const ended = once(child, 'exit');
    // The shell script and the Erlang machine below it.
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const demand = (free: string) =>
    run(control, ['-n', env.RABBITMQ_NODENAME, 'set_disk_free_limit', free], { env });
  let server = await start();
  const proxy = await createTcpProxy(address);
  return {
    url: proxy.url,
    address,
    async kill() {
      await kill(server);
      server = await start();
    },
    async cut(work) {
      await proxy.cut();
      await work();
      await proxy.restore();
    },
    async fill(work) {
      await demand(noRoom);
      try {
        await work();
      } finally {
        await demand(room);
      }
    },
    async stop() {
      await proxy.cut();
      await kill(server);
    },
  };
}

const answers = (url: string): Promise<boolean> =>
  amqp.connect(url, { timeout: 2_000 }).then(
    async (connection) => {
      await connection.close();
      return true;
    },
    () => false,
  );
