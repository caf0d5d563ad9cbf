import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@shop/service/until';
import { type RunningShop, startShop } from '@shop/testing/shop';
import { namesByProcess, readUsage, usagePerUnit } from '../usage.ts';
import { functionsOf, sharesOf } from './parts.ts';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const preload = new URL('profiled-process.mjs', import.meta.url).href;

export type ProfiledShop = {
  readonly shop: RunningShop;
  /**
   * Runs work of so many units with a CPU profiler in each process of a service. Prints the CPU time of each process for one
   * unit, its parts, and so many functions.
   */
  profile(work: () => Promise<unknown>, units: number, functions: number): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a shop whose processes can be profiled. */
export async function startProfiledShop(
  env: Readonly<Record<string, string>>,
): Promise<ProfiledShop> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-profiles-'));
  const shop = await startShop({
    ...env,
    NODE_OPTIONS: `--import ${preload}`,
    PROFILES: folder,
  });
  const names = namesByProcess(shop);
  const signal = () => {
    for (const pid of names.keys()) process.kill(pid, 'SIGUSR2');
  };
  const profileOf = async (pid: number) =>
    JSON.parse(await readFile(join(folder, `${pid}.json`), 'utf8'));
  return {
    shop,
    async profile(work, units, functions) {
      signal();
      const before = await readUsage(shop);
      await work();
      const { cpuMs } = usagePerUnit(before, await readUsage(shop), units);
      signal();
      const rows: Record<string, Record<string, string>> = {};
      for (const [pid, name] of names) {
        const profile = await until(`the profile of ${name}`, () =>
          profileOf(pid).catch(() => undefined),
        );
        const top = functionsOf(profile).slice(0, functions);
        if (functions > 0)
          console.log(name, top.map(([at, share]) => `\n  ${percent(share)} ${at}`).join(''));
        const shares = sharesOf(profile).map(([part, share]) => [part, percent(share)]);
        rows[name] = { 'CPU ms': cpuMs[name]?.toFixed(1) ?? '', ...Object.fromEntries(shares) };
      }
      console.log(
        'CPU ms of each process for one unit, with the profiler, and where the time goes:',
      );
      console.table(rows);
    },
    async stop() {
      await shop.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
