import { UsageError } from '../events/arguments.ts';
import type { Output } from '../events/command.ts';
import { findTargets, withBus } from '../events/targets.ts';
import { parseArguments, usage } from './arguments.ts';
import { type Examination, examine, type Result } from './examine.ts';
import { readDatabases } from './read-databases.ts';

/** Examines the shop and prints what is wrong. Resolves to the exit code and never rejects. */
export async function runDoctor(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<0 | 1 | 2> {
  try {
    const { help, json, ...options } = parseArguments(args);
    if (help) {
      output.out(usage);
      return 0;
    }
    const results = await examineShop(options, env);
    output.out(json ? toJson(results) : toText(results));
    return results.some(({ findings }) => findings.length > 0) ? 1 : 0;
  } catch (error) {
    output.error((error as Error).message);
    if (error instanceof UsageError) output.error(`\n${usage}`);
    return 2;
  }
}

/** The value of the order worker, or its default. */
const pendingMinutesOf = (env: NodeJS.ProcessEnv): number => Number(env['PENDING_MINUTES'] || 60);

async function examineShop(
  options: Omit<Examination, 'read'>,
  env: NodeJS.ProcessEnv,
): Promise<Result[]> {
  const targets = await findTargets(env);
  const pendingMinutes = pendingMinutesOf(env);
  return withBus(targets, (bus) =>
    examine({
      ...options,
      read: (work) =>
        readDatabases(targets.databaseUrl, (database) => work({ bus, database, pendingMinutes })),
    }),
  );
}

const toJson = (results: readonly Result[]): string =>
  JSON.stringify(
    results.flatMap(({ check, findings }) =>
      findings.map((finding) => ({ check: check.name, ...finding })),
    ),
    null,
    2,
  );

function toText(results: readonly Result[]): string {
  const lines = results.flatMap(({ check, findings }) => [
    `${findings.length === 0 ? 'ok    ' : 'WRONG '} ${check.name}: ${check.rule}`,
    ...findings.flatMap(({ fault, repair }) => [`         ${fault}`, `           ${repair}`]),
  ]);
  const count = results.reduce((sum, { findings }) => sum + findings.length, 0);
  return [...lines, count === 0 ? 'Nothing is wrong.' : `${count} findings.`].join('\n');
}
