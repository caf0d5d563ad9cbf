import { isId } from '@shop/domain';
import { fromRow, type SqlDatabase } from '@shop/service/postgres';
import type { GiftCard } from '../../../domain/gift-cards/gift-card.ts';
import { Prisma } from '../../../generated/prisma/client.ts';

type Row = Omit<GiftCard, 'initial' | 'balance'> & {
  readonly currency: string;
  readonly initialMinor: bigint;
  readonly balanceMinor: bigint;
};

/** The columns of gift cards that `toGiftCard` reads. */
export const giftCardColumns = Prisma.sql`id, code_hash, last_four, currency, initial_minor, balance_minor, expires_at,
  is_disabled, version, created_at`;

export function toGiftCard(row: Record<string, unknown>): GiftCard {
  const { currency, initialMinor, balanceMinor, ...card } = fromRow<Row>(row);
  const money = (minor: bigint) => ({ minor, currency });
  return { ...card, initial: money(initialMinor), balance: money(balanceMinor) };
}

/** Returns the gift card with its row locked until the transaction ends. */
export async function lockGiftCard(tx: SqlDatabase, id: string): Promise<GiftCard | undefined> {
  if (!isId(id)) return undefined;
  const [row] = await tx.queryUnprepared<Record<string, unknown>>(
    Prisma.sql`SELECT ${giftCardColumns} FROM gift_cards WHERE id = ${id}::uuid FOR UPDATE`,
  );
  return row && toGiftCard(row);
}
