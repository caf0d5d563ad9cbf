import { isId } from '@shop/domain';
import { fromRow, insertRows, type SqlDatabase, writeTogether } from '@shop/service/postgres';
import type { GiftCard } from '../../../domain/gift-cards/gift-card.ts';
import type { Databases } from '../../../prisma/client.ts';
import type { StoredRefund } from '../../refund-rules.ts';
import type { GiftCardCharge, GiftCardLedger } from '../ledger.ts';
import { lockGiftCard } from './gift-card-rows.ts';

type Row = {
  readonly key: string;
  readonly giftCardId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly chargeKey: string | null;
  readonly failureCode: string | null;
};

/** Creates the ledger of gift cards, in the tables `gift_cards` and `gift_card_movements`. */
export const createGiftCardLedger = ({ sql }: Pick<Databases, 'sql'>): GiftCardLedger => ({
  charge: (request, decide) =>
    sql.transaction(async (tx) => {
      const { key, giftCardId, amount } = request;
      const card = await lockGiftCard(tx, giftCardId);
      // Also one of another gift card, which shows that the key was used before.
      const existing = await chargeOf(tx, key);
      if (existing || !card) return existing;
      const failureCode = decide(card) ?? null;
      const movement = { key, kind: 'CHARGE' as const, amountMinor: -amount.minor };
      await save(tx, card, { ...movement, failureCode });
      return { ...request, failureCode };
    }),

  byKey: (key) => chargeOf(sql, key),

  addRefund: (refund, decide) =>
    sql.transaction(async (tx) => {
      const { key, chargeKey, amount } = refund;
      const found = await chargeOf(tx, chargeKey);
      const card = found && (await lockGiftCard(tx, found.giftCardId));
      const existing = await refundsOf(tx, [chargeKey, key]);
      const sameKey = existing.find((one) => one.key === key);
      const others = existing.filter((one) => one.chargeKey === chargeKey);
      const captured = found?.failureCode === null ? found.amount.minor : null;
      const code = decide(found && { ...found, captured }, others, sameKey);
      if (code !== undefined || sameKey || !card) return code;
      await save(tx, card, { key, kind: 'REFUND', amountMinor: amount.minor, chargeKey });
      return undefined;
    }),
});

/** Saves a movement, and what it makes of the balance unless it has failed. */
async function save(
  tx: SqlDatabase,
  { id, balance, version }: GiftCard,
  movement: Pick<Row, 'key' | 'amountMinor'> &
    Partial<Row> & { readonly kind: 'CHARGE' | 'REFUND' },
): Promise<void> {
  const row = { ...movement, giftCardId: id, createdAt: new Date() };
  await writeTogether(tx, (parameter) => insertRows('gift_card_movements', [row], parameter));
  if (movement.failureCode) return;
  await tx.$executeRaw`
    UPDATE gift_cards SET balance_minor = ${balance.minor + movement.amountMinor}, version = ${version + 1}
    WHERE id = ${id}::uuid`;
}

async function chargeOf(database: SqlDatabase, key: string): Promise<GiftCardCharge | undefined> {
  const movements = await movementsOf(database, [key]);
  const row = movements.find((one) => one.key === key && one.chargeKey === null);
  if (!row) return undefined;
  const { giftCardId, failureCode, amountMinor, currency } = row;
  return { key, giftCardId, failureCode, amount: { minor: -amountMinor, currency } };
}

/** Returns the refunds with these keys, or of charges with them. */
async function refundsOf(database: SqlDatabase, keys: readonly string[]): Promise<StoredRefund[]> {
  const rows = await movementsOf(database, keys);
  return rows.flatMap(({ key, chargeKey, amountMinor: minor, currency }) =>
    chargeKey === null ? [] : [{ key, chargeKey, amount: { minor, currency } }],
  );
}

/** Returns the movements with these keys, and refunds of charges with them. */
async function movementsOf(database: SqlDatabase, keys: readonly string[]): Promise<Row[]> {
  const known = keys.filter(isId);
  const rows = await database.$queryRaw<Record<string, unknown>[]>`
    SELECT m.*, c.currency FROM gift_card_movements m JOIN gift_cards c ON c.id = m.gift_card_id
    WHERE m.key = ANY(${known}::uuid[]) OR m.charge_key = ANY(${known}::uuid[])`;
  return rows.map((row) => fromRow<Row>(row));
}
