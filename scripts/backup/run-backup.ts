import { createBus, declareAll, type EventBus, silentLog } from '@shop/messaging';
import { queues } from '@shop/schema';
import { UsageError } from '../events/arguments.ts';
import type { Output } from '../events/command.ts';
import { findTargets, type Targets } from '../events/targets.ts';
import { dump } from './dump.ts';
import type { Manifest } from './manifest.ts';
import { resendEvents } from './resend-events.ts';
import { restore } from './restore.ts';

export const usage = `Usage: npm run backup -- <command>

  dump <folder>     writes all databases, of one consistent point, into a new folder; the shop goes on meanwhile
  restore <folder>  restores a dump into migrated, empty databases with an empty bus, and sends the events again
                    that were on their way; no service may run

RABBITMQ_URL or BUS_DATABASE_URL names the bus, <NAME>_DATABASE_URL the database of a service. Without them the
command uses the shop that npm start runs on DATA_DIR.

Exit codes: 0 success, 1 failure, 2 invalid arguments.`;

/** Runs one command of the backup tools. Resolves to the exit code and never rejects. */
export async function runBackup(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
): Promise<0 | 1 | 2> {
  if (args[0] === '--help' || args[0] === '-h') {
    output.out(usage);
    return 0;
  }
  try {
    const [command, folder, ...rest] = args;
    if (!folder || rest.length > 0) throw new UsageError('Give a command and a folder.');
    if (command === 'dump') output.out(await runDump(await findTargets(env), folder));
    else if (command === 'restore') output.out(await runRestore(await findTargets(env), folder));
    else throw new UsageError(`The command ${command} does not exist.`);
    return 0;
  } catch (error) {
    output.error((error as Error).message);
    if (!(error instanceof UsageError)) return 1;
    output.error(`\n${usage}`);
    return 2;
  }
}

const rowsOf = ({ databases }: Manifest): number =>
  Object.values(databases)
    .flatMap(({ tables }) => tables)
    .reduce((sum, { rows }) => sum + rows, 0);

async function runDump({ databaseUrl }: Targets, folder: string): Promise<string> {
  const manifest = await dump(databaseUrl, folder);
  return `dumped: ${rowsOf(manifest)} rows of ${manifest.takenAt} to ${folder}`;
}

async function runRestore({ bus: address, databaseUrl }: Targets, folder: string): Promise<string> {
  const bus = await createBus(address, silentLog);
  try {
    await declareAll(bus);
    await assertEmpty(bus);
    const manifest = await restore(databaseUrl, folder);
    const sent = await resendEvents(databaseUrl, bus, manifest.takenAt);
    return `restored: ${rowsOf(manifest)} rows of ${manifest.takenAt}; ${sent} messages sent again`;
  } finally {
    await bus.close();
  }
}

/** Messages of after the dump would change a shop that has no record of them. */
async function assertEmpty(bus: EventBus): Promise<void> {
  for (const queue of Object.keys(queues)) {
    const { pending, dead } = await bus.depth(queue);
    if (pending + dead === 0) continue;
    throw new Error(
      `${queue} has messages: restore with an empty bus (another vhost of RabbitMQ, an empty database).`,
    );
  }
}
