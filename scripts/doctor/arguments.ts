import { parseArgs } from 'node:util';
import { UsageError } from '../events/arguments.ts';
import { checks } from './checks/index.ts';

export const usage = `Usage: npm run doctor [-- <options>]

  --check <name>        runs one check; may be repeated
  --patience <seconds>  a finding counts when it holds for this time (default 10)
  --limit <n>           findings of each check at most (default 50)
  --json                prints the findings as JSON

Reads the databases and the queues of a running shop, writes nothing, and prints what is wrong with the command
that repairs it. RABBITMQ_URL or BUS_DATABASE_URL names the bus, <NAME>_DATABASE_URL the database of a service.
Without them it reads the shop that npm start runs on DATA_DIR.

Checks:
${checks.map(({ name, rule }) => `  ${name.padEnd(32)}${rule}`).join('\n')}

Exit codes: 0 nothing is wrong, 1 something is, 2 the shop could not be examined.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** Parses the command line of the doctor. Throws `UsageError`. */
export function parseArguments(args: readonly string[]) {
  const values = parse(args);
  const chosen = values.check ?? checks.map(({ name }) => name);
  const unknown = chosen.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) throw new UsageError(`The check ${unknown} does not exist.`);
  return {
    ...{ help: values.help, json: values.json },
    checks: checks.filter(({ name }) => chosen.includes(name)),
    patienceMs: integer('patience', values.patience ?? '10', 0) * 1_000,
    limit: integer('limit', values.limit ?? '50', 1),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        check: { ...text, multiple: true },
        ...{ patience: text, limit: text, json: flag, help: { ...flag, short: 'h' } },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.`);
  }
}

function integer(option: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new UsageError(`--${option} must be an integer from ${least}.`);
}
