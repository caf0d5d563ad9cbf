import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { copyLogs } from './copy-logs.ts';

/** What `npm start -- --json` prints when the shop is ready. */
export type Shop = {
  readonly url: string;
  readonly dataDir: string;
  readonly mailbox: string;
  readonly mailboxUrl: string;
  readonly services: Readonly<
    Record<string, { readonly port: number; readonly metricsPort: number; readonly pid: number }>
  >;
};

/** A shop that a test has started, with the URLs of its databases by service. */
export type RunningShop = Shop & {
  readonly databaseUrls: Readonly<Record<string, string>>;
  /** Stops the shop and deletes its data. Throws when it did not exit with 0. */
  stop(): Promise<void>;
};

/** Switches limits off: tests sign in, order and leave orders unpaid far more often than people do. */
export const withoutRateLimits = {
  RATE_LIMIT_USER: '0',
  RATE_LIMIT_ANONYMOUS: '0',
  RATE_LIMIT_ADDRESS: '0',
  RATE_LIMIT_SIGN_INS: '0',
  RATE_LIMIT_CREDENTIALS: '0',
  ORDER_MAILS_PER_HOUR: '0',
  UNVERIFIED_ORDER_MAILS_PER_HOUR: '0',
  ACCOUNT_MAILS_PER_HOUR: '0',
  RATE_LIMIT_ORDERS: '0',
  ORDER_MAX_UNPAID: '0',
  ORDER_MAX_UNPAID_ADDRESS: '0',
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts the whole shop as `npm start` does, on its own data folder, without rate limits, and on the
 * embedded bus unless `env` names a broker.
 */
export async function startShop(env: Readonly<Record<string, string>> = {}): Promise<RunningShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shop-test-'));
  const child = spawn(process.execPath, ['scripts/start/start.mjs', '--json'], {
    cwd: root,
    env: {
      ...process.env,
      ...withoutRateLimits,
      DATA_DIR: dataDir,
      PORT: '0',
      RABBITMQ_URL: '',
      REDIS_URL: '',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Observed from the start: the shop may exit before `stop` is called.
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const line = await firstLine(child).catch(async () => {
    await copyLogs(dataDir);
    throw new Error(`The shop did not start:\n${log}`);
  });
  const running = JSON.parse(await readFile(join(dataDir, 'running.json'), 'utf8')) as {
    databaseUrls: RunningShop['databaseUrls'];
  };
  return {
    ...(JSON.parse(line) as Shop),
    databaseUrls: running.databaseUrls,
    async stop() {
      child.kill('SIGTERM');
      const code = await exited;
      await copyLogs(dataDir);
      if (code !== 0) throw new Error(`The shop exited with ${code}:\n${log}`);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('no output');
  for await (const line of createInterface(stdout)) return line;
  throw new Error('exited without output');
}
