import { isId, newId } from '@shop/domain';
import type { SqlClient } from '@shop/service/postgres';
import { type Database, inTransaction } from '../../../prisma/client.ts';
import type { methodToSave } from '../charges.ts';
import type { MethodStore } from '../methods.ts';

/** Creates the store of saved methods, in the table `test_payment_methods`. */
export const createMethodStore = (database: Database): MethodStore => ({
  async ofUser(userId) {
    if (!isId(userId)) return [];
    return database.testPaymentMethod.findMany({
      where: { userId },
      select: { id: true, token: true, savedAt: true },
      orderBy: [{ savedAt: 'desc' }, { id: 'desc' }],
      take: 100,
    });
  },
  async remove(userId, id) {
    if (!isId(userId) || !isId(id)) return false;
    const { count } = await database.testPaymentMethod.deleteMany({ where: { userId, id } });
    return count > 0;
  },
  removeUser: (userId) =>
    inTransaction(database, async (tx) => {
      await tx.testCharge.updateMany({ where: { saveFor: userId }, data: { saveFor: null } });
      await tx.testPaymentMethod.deleteMany({ where: { userId } });
    }),
});

/** Saves a method for a user; one that is saved becomes the latest. */
export async function saveMethod(
  database: Pick<SqlClient, '$executeRaw'>,
  method: ReturnType<typeof methodToSave>,
): Promise<void> {
  if (!method) return;
  const { userId, token } = method;
  await database.$executeRaw`
    INSERT INTO test_payment_methods (id, user_id, token) VALUES (${newId()}::uuid, ${userId}::uuid, ${token})
    ON CONFLICT (user_id, token) DO UPDATE SET saved_at = now()`;
}
