import { createPool, type Pool } from '@shop/service/postgres';
import { UsageError } from '../events/arguments.ts';
import type { Output } from '../events/command.ts';
import { findTargets, type Targets, withBus } from '../events/targets.ts';
import { services } from '../postgres/databases.ts';
import { eventRepairs } from './event-repairs.ts';
import { orderRepairs } from './order-repairs.ts';
import type { RepairContext } from './repair-context.ts';
import { stockRepairs } from './stock-repairs.ts';

const repairs = { ...stockRepairs, ...orderRepairs, ...eventRepairs };

const usageOf = ([name, { takes, does }]: [string, (typeof repairs)[string]]): string =>
  `  ${[name, ...takes].join(' ').padEnd(44)} ${does}`;

export const usage = `Usage: npm run repair -- <command>

${Object.entries(repairs).map(usageOf).join('\n')}

npm run doctor prints the command for what it finds. Each may be repeated: what is right already stays as it is.
The shop is that of the doctor.

Exit codes: 0 repaired, 1 nothing to repair or a failure, 2 invalid arguments.`;

/** Runs one repair. Resolves to the exit code and never rejects. */
export async function runRepair(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<0 | 1 | 2> {
  const [name = '', ...words] = args;
  if (name === '--help' || name === '-h') {
    output.out(usage);
    return 0;
  }
  try {
    const count = await run(name, words, env);
    output.out(count > 0 ? `repaired: ${count}` : 'There was nothing to repair.');
    return count > 0 ? 0 : 1;
  } catch (error) {
    output.error((error as Error).message);
    if (!(error instanceof UsageError)) return 1;
    output.error(`\n${usage}`);
    return 2;
  }
}

async function run(
  name: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const repair = Object.hasOwn(repairs, name) ? repairs[name] : undefined;
  if (!repair)
    throw new UsageError(name ? `The command ${name} does not exist.` : 'Name a command.');
  const isEnough = words.length >= repair.takes.length;
  const isTooMuch = words.length > repair.takes.length && !repair.takes.join().includes('…');
  if (!isEnough || isTooMuch) throw new UsageError(`${name} takes ${repair.takes.join(' ')}.`);
  const targets = await findTargets(env);
  return withContext(targets, (context) => repair.run(context, words));
}

async function withContext<T>(
  targets: Targets,
  work: (context: RepairContext) => Promise<T>,
): Promise<T> {
  const pools = new Map<string, Pool>();
  const pool = (service: string) => {
    if (!(services as readonly string[]).includes(service))
      throw new UsageError(`${service} has no database.`);
    const options = { max: 2, statementTimeoutMs: 10 * 60_000 };
    const known = pools.get(service) ?? createPool(targets.databaseUrl(service), log, options);
    pools.set(service, known);
    return known;
  };
  try {
    return await withBus(targets, (bus) => work({ pool, bus }));
  } finally {
    await Promise.all([...pools.values()].map((one) => one.end()));
  }
}

const log = { warn: () => undefined };
