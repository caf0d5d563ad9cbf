import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { copyLogs } from '@shop/testing/copy-logs';
import type { TestProject } from 'vitest/node';

/** What `npm start -- --json` prints when it is ready. */
export type Shop = {
  readonly url: string;
  readonly dataDir: string;
  readonly mailbox: string;
  readonly mailboxUrl: string;
  readonly services: Readonly<Record<string, { readonly port: number; readonly pid: number }>>;
};

declare module 'vitest' {
  interface ProvidedContext {
    shop: Shop;
  }
}

/** The journeys sign in far more often than people do. */
export const unlimited = {
  RATE_LIMIT_USER: '0',
  RATE_LIMIT_VISITOR: '0',
  RATE_LIMIT_ADDRESS: '0',
  RATE_LIMIT_CREDENTIALS: '0',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Starts the whole shop as a new user would, on a data folder of its own, and stops it afterwards. */
export async function startShop(
  project: TestProject,
  rabbitmqUrl: string,
): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shop-e2e-'));
  const child = spawn(process.execPath, ['scripts/start/start.mjs', '--json'], {
    cwd: root,
    env: {
      ...process.env,
      ...unlimited,
      DATA_DIR: dataDir,
      PORT: '0',
      RABBITMQ_URL: rabbitmqUrl,
      REDIS_URL: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // From the start: it may end before anybody wants it to.
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let progress = '';
  child.stderr.on('data', (chunk) => {
    progress += chunk;
  });
  const shop = await firstLine(child).catch(() => {
    throw new Error(`the shop did not start:\n${progress}`);
  });
  project.provide('shop', JSON.parse(shop) as Shop);
  return async () => {
    child.kill('SIGTERM');
    const code = await ended;
    await copyLogs(dataDir);
    if (code !== 0) throw new Error(`the shop ended with ${code}:\n${progress}`);
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error('it ended without a word');
}

/** vitest's hook: the shop on the embedded bus. */
export const setup = (project: TestProject) => startShop(project, '');
