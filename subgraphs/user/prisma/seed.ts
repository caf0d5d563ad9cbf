import { idFromName } from '@shop/domain';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { createLog } from '@shop/service';
import { createPool, createSqlDatabase, insertRows, writeTogether } from '@shop/service/postgres';
import { createPasswordHasher } from '../passwords.ts';

const people = Object.values(demoAccounts);

/** Adds the demonstration accounts with verified addresses. Existing accounts stay unchanged. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  const database = createSqlDatabase(pool);
  try {
    const emails = people.map(({ email }) => email);
    const known = await database.$queryRaw<unknown[]>`
      SELECT 1 FROM users WHERE email = ANY(${emails})`;
    if (known.length === people.length) return;
    const passwords = createPasswordHasher();
    const now = new Date();
    const users = await Promise.all(
      people.map(async (person) => ({
        ...person,
        id: idFromName(`user:${person.email}`),
        emailVerified: true,
        passwordHash: await passwords.hash(demoPassword),
        createdAt: now,
        updatedAt: now,
      })),
    );
    await writeTogether(database, (parameter) =>
      insertRows('users', users, parameter, { conflict: 'skip' }),
    );
  } finally {
    await pool.end();
  }
}
