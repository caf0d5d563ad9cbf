import type { SqlClient } from '@shop/service/postgres';
import type { Prisma, TestCharge as Row } from '../../../generated/prisma/client.ts';
import { type Databases, inTransaction } from '../../../prisma/client.ts';
import { type ChargeStore, capturedOf, methodToSave, type TestCharge } from '../charges.ts';
import { createMethodStore, saveMethod } from './method-store.ts';

type Transaction = Prisma.TransactionClient;

/** Creates the store of test charges, in the tables `test_charges` and `test_refunds`. */
export const createChargeStore = ({ prisma: database, sql }: Databases): ChargeStore => ({
  async add(charge) {
    const { key, token, amount, status, code, returnUrl, saveFor, dueAt, tries } = charge;
    const { authorisedUntil, isCapturedLater } = charge;
    const insert = async (tx: SqlClient) => {
      // Waits for a concurrent charge with this key, so its row exists when this one was skipped.
      const count = await tx.$executeRaw`
        INSERT INTO test_charges
          (key, token, amount_minor, currency, status, failure_code, return_url, save_for, due_at, tries,
            authorised_until, is_captured_later)
        VALUES (${key}, ${token}, ${amount.minor}, ${amount.currency}, ${status}::"TestChargeStatus",
          ${code}, ${returnUrl}, ${saveFor}::uuid, ${dueAt}, ${tries}, ${authorisedUntil}, ${isCapturedLater})
        ON CONFLICT DO NOTHING`;
      if (count === 1) await saveMethod(tx, methodToSave(charge));
      return count === 1;
    };
    const isAdded = await (saveFor === null ? insert(sql) : sql.transaction(insert));
    if (isAdded) return charge;
    return toCharge(await database.testCharge.findUniqueOrThrow({ where: { key } }));
  },

  async byKey(key) {
    const row = await database.testCharge.findUnique({ where: { key } });
    return row ? toCharge(row) : undefined;
  },

  update: (key, decide) =>
    inTransaction(database, async (tx) => {
      const charge = await locked(tx, key);
      if (!charge) return undefined;
      const next = decide(charge);
      if (next !== charge) await tx.testCharge.update({ where: { key }, data: toRow(next) });
      await saveMethod(tx, methodToSave(next, charge));
      return next;
    }),

  addRefund: (refund, decide) =>
    inTransaction(database, async (tx) => {
      const { key, chargeKey, amount } = refund;
      const charge = await locked(tx, chargeKey);
      const currency = charge?.amount.currency ?? amount.currency;
      const where = { OR: [{ chargeKey }, { key }] };
      const existing = (await tx.testRefund.findMany({ where })).map((row) => ({
        key: row.key,
        chargeKey: row.chargeKey,
        amount: { minor: row.amountMinor, currency },
      }));
      const sameKey = existing.find((one) => one.key === key);
      const others = existing.filter((one) => one.chargeKey === chargeKey);
      const code = decide(charge && { ...charge, captured: capturedOf(charge) }, others, sameKey);
      if (code !== undefined || sameKey) return code;
      await tx.testRefund.create({ data: { key, chargeKey, amountMinor: amount.minor } });
      return undefined;
    }),

  async due(now, limit) {
    const where = { dueAt: { lte: now } };
    const select = { key: true };
    const rows = await database.testCharge.findMany({
      where,
      select,
      orderBy: { dueAt: 'asc' },
      take: limit,
    });
    return rows.map(({ key }) => key);
  },
  methods: createMethodStore(database),
});

async function locked(tx: Transaction, key: string): Promise<TestCharge | undefined> {
  await tx.$queryRaw`SELECT 1 FROM test_charges WHERE key = ${key} FOR UPDATE`;
  const row = await tx.testCharge.findUnique({ where: { key } });
  return row ? toCharge(row) : undefined;
}

const toCharge = ({ key, token, amountMinor, currency, status, ...row }: Row): TestCharge => ({
  key,
  token,
  amount: { minor: amountMinor, currency },
  status,
  code: row.failureCode,
  returnUrl: row.returnUrl,
  saveFor: row.saveFor,
  dueAt: row.dueAt,
  tries: row.tries,
  authorisedUntil: row.authorisedUntil,
  isCapturedLater: row.isCapturedLater,
  captures: (row.captures as StoredCapture[]).map((one) => ({ ...one, minor: BigInt(one.minor) })),
});

/** As only this store writes it. */
type StoredCapture = { readonly key: string; readonly minor: string };

const toRow = ({ amount, code, captures, ...charge }: TestCharge) => ({
  ...charge,
  captures: captures.map((one) => ({ ...one, minor: one.minor.toString() })),
  amountMinor: amount.minor,
  currency: amount.currency,
  failureCode: code,
});
