import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { unlimited } from '../../e2e/setup.ts';
import { root } from '../../scripts/root.ts';
import { readRunning } from '../../scripts/start/running.ts';

export type BenchShop = {
  readonly url: string;
  readonly databaseUrls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** The whole shop as `npm start` runs it, on a data folder of its own and without rate limits. */
export async function startShop(rabbitmqUrl: string | undefined): Promise<BenchShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shop-bench-'));
  const child = spawn(process.execPath, ['scripts/start/start.mjs', '--json'], {
    cwd: root,
    env: {
      ...process.env,
      ...unlimited,
      DATA_DIR: dataDir,
      PORT: '0',
      RABBITMQ_URL: rabbitmqUrl ?? '',
      REDIS_URL: '',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const { url } = JSON.parse(line) as { url: string };
    const running = await readRunning(dataDir);
    return {
      url,
      databaseUrls: running?.databaseUrls ?? {},
      async stop() {
        child.kill('SIGTERM');
        await ended;
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  }
  throw new Error('the shop did not start');
}
