import { idFromName } from '@shop/domain';
import type { Role } from '@shop/schema';
import { createLog } from '@shop/service';
import { createPool } from '@shop/service/postgres';
import { createPasswordHasher } from '../passwords.ts';
import { createPrisma } from './client.ts';

/** One password for all demonstration accounts, printed by `npm start`. */
const password = 'shop-demo-2026';

const people: readonly { email: string; displayName: string; roles: Role[] }[] = [
  { email: 'admin@shop.example', displayName: 'Ada Admin', roles: ['ADMIN'] },
  { email: 'staff@shop.example', displayName: 'Stan Staff', roles: ['STAFF'] },
  { email: 'carla@shop.example', displayName: 'Carla Customer', roles: ['CUSTOMER'] },
  { email: 'cem@shop.example', displayName: 'Cem Customer', roles: ['CUSTOMER'] },
];

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
        id: idFromName(`user:${person.email}`),
        emailVerified: true,
        passwordHash: await passwords.hash(password),
        createdAt: new Date(),
      })),
    );
    await prisma.user.createMany({ data, skipDuplicates: true });
  } finally {
    await pool.end();
  }
}
