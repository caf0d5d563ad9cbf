import { idFromName } from '@shop/domain';
import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { createLog } from '@shop/service';
import { createPool } from '@shop/service/postgres';
import { createPasswordHasher } from '../passwords.ts';
import { createPrisma } from './client.ts';

const people = Object.values(demoAccounts);

/** Adds the demonstration accounts with verified addresses. Existing accounts stay unchanged. */
export async function seed(databaseUrl: string): Promise<void> {
  const pool = createPool(databaseUrl, createLog('seed', 'silent'));
  const prisma = createPrisma(pool);
  try {
    const emails = people.map(({ email }) => email);
    if ((await prisma.user.count({ where: { email: { in: emails } } })) === people.length) return;
    const passwords = createPasswordHasher();
    const data = await Promise.all(
      people.map(async (person) => ({
        ...person,
        roles: [...person.roles],
        id: idFromName(`user:${person.email}`),
        emailVerified: true,
        passwordHash: await passwords.hash(demoPassword),
        createdAt: new Date(),
      })),
    );
    await prisma.user.createMany({ data, skipDuplicates: true });
  } finally {
    await pool.end();
  }
}
