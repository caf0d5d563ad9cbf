import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '@shop/testing';

export type Series = Readonly<Record<string, string>>;

/**
 * Whether Prometheus is installed on this machine. Without it prints one loud line, and tests are skipped; in CI it
 * throws.
 */
export function hasPrometheus(): boolean {
  if (!spawnSync('prometheus', ['--version']).error) return true;
  if (process.env['CI']) throw new Error('Prometheus is not installed');
  console.warn(
    '\n!!! Prometheus is not installed: the queries of dashboards are NOT CHECKED !!!\n',
  );
  return false;
}

/** Starts a Prometheus that scrapes these ports of this machine each second, as the job `shop`. */
export async function startPrometheus(ports: readonly number[]) {
  const folder = await mkdtemp(join(tmpdir(), 'shop-prometheus-'));
  const port = await freePort();
  const targets = ports.map((one) => `127.0.0.1:${one}`);
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'shop', static_configs: [{ targets }] }],
  };
  // JSON is YAML.
  await writeFile(join(folder, 'prometheus.yml'), JSON.stringify(config));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    { stdio: 'inherit' },
  );
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  await until('Prometheus', async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok);
  return {
    /** Returns the series that a query returns now, by their labels. Throws when it is invalid. */
    async query(query: string): Promise<Series[]> {
      const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`);
      const { data, error } = (await response.json()) as {
        data?: { result: { metric: Series }[] };
        error?: string;
      };
      if (!data) throw new Error(`${query}: ${error}`);
      return data.result.map(({ metric }) => metric);
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Prometheus = Awaited<ReturnType<typeof startPrometheus>>;
