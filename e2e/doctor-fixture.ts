import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '@shop/testing';
import pg from 'pg';
import { expect } from 'vitest';
import { shop } from './shop.ts';

export type DoctorFinding = {
  readonly check: string;
  readonly subject: string;
  readonly fault: string;
  readonly repair: string;
};

const { dataDir } = shop;
const running = () => JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8'));
const programs = { doctor: 'doctor', repair: 'repair', events: 'events' } as const;

/** Runs a built tool, which finds the running shop by its data folder. Returns what it printed, whatever its code. */
async function runTool(name: string, args: readonly string[]) {
  const program = new URL(`../scripts/dist/${name}.js`, import.meta.url).pathname;
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  const run = promisify(execFile)(process.execPath, [program, ...args], { env });
  return run.then(
    ({ stdout }) => ({ code: 0, out: stdout, error: '' }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, error: stderr }),
  );
}

/** Runs the doctor. Returns its exit code and its findings. */
export async function runDoctor(...args: readonly string[]) {
  const { code, out, error } = await runTool('doctor', ['--json', ...args]);
  if (code === 2) throw new Error(error);
  return { code, findings: JSON.parse(out) as DoctorFinding[] };
}

/** Connects to the database of a service. */
export async function connectTo(service: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: running().databaseUrls[service] });
  await client.connect();
  return client;
}

/** Runs a statement in the database of a service. Returns the rows. */
export async function inDatabase(service: string, sql: string, values: readonly unknown[] = []) {
  const client = await connectTo(service);
  try {
    return (await client.query(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Runs a command as the doctor prints it. */
async function runCommand(command: string): Promise<void> {
  const [, name = '', args = ''] = /^npm run (\w+) -- (.*)$/.exec(command) ?? [];
  expect(Object.keys(programs), command).toContain(name);
  const { code, error } = await runTool(name, args.split(' '));
  expect([code, error], command).toEqual([0, '']);
}

const found = async (check: string, subject: string) =>
  (await runDoctor('--check', check, '--patience', '0')).findings.find(
    (finding) => finding.subject === subject,
  );

/** Waits until the last event of a variant has reached the copies of its stock, so that none repairs what a test damages. */
export async function untilStockIsCopied(variantId: string): Promise<void> {
  for (const check of ['product.variant_stock', 'order.variant_availability']) {
    await until(
      `${check} to be that of ${variantId}`,
      async () => !(await found(check, variantId)),
    );
  }
}

/** Expects the doctor to name what is wrong with `subject`, and its command to repair it. */
export async function expectRepair(check: string, subject: string, command: RegExp): Promise<void> {
  const finding = await until(`${check} to find ${subject}`, () => found(check, subject));
  expect(finding.fault).toContain(subject.split(' ')[0]);
  expect(finding.repair).toMatch(command);
  await runCommand(finding.repair);
  await until(`${check} to find nothing`, async () => !(await found(check, subject)));
}
