import { assertSameInput, type IdempotencyKey } from '@shop/domain';
import type { SqlClient } from './sql-client.ts';

type Stored = { readonly fingerprint: string; readonly result: unknown };

/**
 * Stores the first request with a key and its result, in the table `idempotency_keys`. Returns false when the
 * key is taken. Waits for a concurrent transaction that stores it.
 */
export async function storeKey(
  transaction: Pick<SqlClient, '$executeRaw'>,
  { scope, key, fingerprint }: IdempotencyKey,
  result: unknown = null,
): Promise<boolean> {
  const count = await transaction.$executeRaw`
    INSERT INTO idempotency_keys (scope, key, fingerprint, result)
    VALUES (${scope}, ${key}, ${fingerprint}, ${JSON.stringify(result)}::jsonb)
    ON CONFLICT DO NOTHING`;
  return count === 1;
}

/** Like `storeKey`, but refuses IDEMPOTENCY_CONFLICT when the key is taken by another input. */
export async function claimKey(
  transaction: SqlClient,
  key: IdempotencyKey,
  result?: unknown,
): Promise<boolean> {
  if (await storeKey(transaction, key, result)) return true;
  await findKey(transaction, key);
  return false;
}

/**
 * Stores the first request with a key. Returns undefined for it, and its result to a repeated one. Refuses
 * IDEMPOTENCY_CONFLICT when its input was different.
 */
export const firstResult = async (
  transaction: SqlClient,
  key: IdempotencyKey,
  result: unknown,
): Promise<{ readonly result: unknown } | undefined> =>
  (await storeKey(transaction, key, result)) ? undefined : findKey(transaction, key);

/**
 * Returns the result of the first request with this key, or undefined when there was none. Refuses
 * IDEMPOTENCY_CONFLICT when its input was different.
 */
export async function findKey(
  database: Pick<SqlClient, '$queryRaw'>,
  key: IdempotencyKey,
): Promise<{ readonly result: unknown } | undefined> {
  const [stored] = await database.$queryRaw<Stored[]>`
    SELECT fingerprint, result FROM "public"."idempotency_keys"
    WHERE scope = ${key.scope} AND key = ${key.key}`;
  if (!stored) return undefined;
  assertSameInput(key, stored.fingerprint);
  return { result: stored.result };
}
