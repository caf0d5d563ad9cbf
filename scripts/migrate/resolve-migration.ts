import { openHistory, withMigrationLock } from './history.ts';
import { MigrationError } from './migration-error.ts';
import { readMigrations } from './migrations.ts';

export type Resolution = 'applied' | 'rolled-back';

/**
 * Notes how a failed migration ended, as `prisma migrate resolve` does: `rolled-back` lets the next run
 * apply it again, `applied` lets later runs skip it. Throws `MigrationError`.
 */
export async function resolveMigration(
  databaseUrl: string,
  folder: string,
  name: string,
  resolution: Resolution,
): Promise<void> {
  const migration = (await readMigrations(folder)).find((one) => one.name === name);
  if (!migration) throw notResolvable(name, 'does not exist');
  await withMigrationLock(databaseUrl, async (client) => {
    const history = await openHistory(client);
    const attempts = (await history.attempts()).filter((attempt) => attempt.name === name);
    if (attempts.some(({ finished }) => finished)) throw notResolvable(name, 'is applied');
    if (resolution === 'rolled-back' && attempts.length === 0) {
      throw notResolvable(name, 'did not fail');
    }
    for (const { id } of attempts) await history.rollBack(id);
    if (resolution === 'applied') await history.addApplied(migration);
  });
}

const notResolvable = (name: string, reason: string) =>
  new MigrationError('MIGRATION_NOT_RESOLVABLE', name, `Migration ${name} ${reason}.`);
