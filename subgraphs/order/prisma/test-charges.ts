import type { Prisma, PrismaClient, TestCharge as Row } from '../generated/prisma/client.ts';
import type { ChargeStore, TestCharge } from '../payments/charges.ts';
import { inTransaction } from './client.ts';

type Transaction = Prisma.TransactionClient;

/** The books of the test provider on Prisma. */
export const createTestCharges = (prisma: PrismaClient): ChargeStore => ({
  async add(charge) {
    // A rival with this key is waited for, so its row is there when ours was not taken.
    await prisma.testCharge.createMany({ data: [toRow(charge)], skipDuplicates: true });
    return toCharge(await prisma.testCharge.findUniqueOrThrow({ where: { key: charge.key } }));
  },

  async byKey(key) {
    const row = await prisma.testCharge.findUnique({ where: { key } });
    return row ? toCharge(row) : undefined;
  },

  update: (key, decide) =>
    inTransaction(prisma, async (tx) => {
      const charge = await locked(tx, key);
      if (!charge) return undefined;
      const next = decide(charge);
      if (next !== charge) await tx.testCharge.update({ where: { key }, data: toRow(next) });
      return next;
    }),

  addRefund: (refund, decide) =>
    inTransaction(prisma, async (tx) => {
      const { key, chargeKey, amount } = refund;
      const charge = await locked(tx, chargeKey);
      const currency = charge?.amount.currency ?? amount.currency;
      const where = { OR: [{ chargeKey }, { key }] };
      const known = (await tx.testRefund.findMany({ where })).map((row) => ({
        key: row.key,
        chargeKey: row.chargeKey,
        amount: { minor: row.amountMinor, currency },
      }));
      const sameKey = known.find((one) => one.key === key);
      const others = known.filter((one) => one.chargeKey === chargeKey);
      const code = decide(charge, others, sameKey);
      if (code !== undefined || sameKey) return code;
      await tx.testRefund.create({ data: { key, chargeKey, amountMinor: amount.minor } });
      return undefined;
    }),

  async due(now, limit) {
    const where = { dueAt: { lte: now } };
    const select = { key: true };
    const rows = await prisma.testCharge.findMany({
      where,
      select,
      orderBy: { dueAt: 'asc' },
      take: limit,
    });
    return rows.map(({ key }) => key);
  },
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
  dueAt: row.dueAt,
  tries: row.tries,
});

const toRow = ({ amount, code, ...charge }: TestCharge) => ({
  ...charge,
  amountMinor: amount.minor,
  currency: amount.currency,
  failureCode: code,
});
