import { type IdempotencyKey, inOrder, isId, newId, toPage } from '@shop/domain';
import type { Origin } from '@shop/schema';
import {
  assignRow,
  fromRow,
  insertRows,
  type SqlDatabase,
  writeTogether,
} from '@shop/service/postgres';
import { firstResult } from '@shop/service/prisma';
import { keyset, listPage } from '@shop/service/sql';
import type { GiftCard, GiftCardChange, GiftCardMovement } from '../domain/gift-cards/gift-card.ts';
import type { GiftCardBatch, GiftCardFilter, GiftCardStore } from '../domain/gift-cards/ports.ts';
import { Prisma } from '../generated/prisma/client.ts';
import {
  giftCardColumns,
  lockGiftCard,
  toGiftCard,
} from '../payments/gift-card/prisma/gift-card-rows.ts';

type Read = Record<string, unknown>;

/** Creates the store of gift cards on plain SQL. */
export const createGiftCardStore = (database: SqlDatabase, origin?: Origin): GiftCardStore => ({
  async byIds(ids) {
    const known = ids.filter(isId);
    const cards = await read(database, Prisma.sql`id = ANY(${known}::uuid[])`);
    return inOrder(ids, cards, ({ id }) => id);
  },

  async byCodeHash(codeHash) {
    const [card] = await read(database, Prisma.sql`code_hash = ${codeHash}`);
    return card;
  },

  add: (batch, actorId, key) =>
    database.transaction(async (tx) => {
      const first = await firstResult(tx, key, batch.id);
      if (first) return ofBatch(tx, String(first.result));
      const taken = await insert(tx, batch);
      if (taken.length > 0) return releaseKey(tx, key, taken);
      await saveChanges(tx, batch.giftCards, actorId, origin);
      return ofBatch(tx, batch.id);
    }),

  update: (id, { actorId, reason }, decide) =>
    database.transaction(async (tx) => {
      const before = await lockGiftCard(tx, id);
      if (!before) return undefined;
      const next = decide(before);
      if (next === before) return before;
      const { isDisabled, expiresAt, version, balance } = next;
      const row = { isDisabled, expiresAt, version, balanceMinor: balance.minor };
      const amountMinor = balance.minor - before.balance.minor;
      const adjustment = { key: newId(), giftCardId: id, kind: 'ADJUSTMENT', amountMinor };
      const adjustments = amountMinor === 0n ? [] : [{ ...adjustment, actorId, reason }];
      const movements = adjustments.map((one) => ({ ...one, createdAt: new Date() }));
      await writeTogether(tx, (parameter) => [
        `UPDATE gift_cards SET ${assignRow('gift_cards', row, parameter)} WHERE id = ${parameter(id)}`,
        ...insertRows('gift_card_movements', movements, parameter),
      ]);
      await saveChanges(tx, [{ ...next, createdAt: new Date() }], actorId, origin);
      return next;
    }),

  async page(filter, request) {
    const page = keyset({
      ...request,
      columns: [{ column: Prisma.sql`id`, type: 'uuid' }],
      descending: true,
    });
    const table = Prisma.sql`gift_cards`;
    const list = { columns: giftCardColumns, table, matches: matches(filter), page };
    const rows = await database.queryUnprepared<Read>(listPage(list));
    return toPage(rows.map(toGiftCard), request);
  },

  async count(filter) {
    const [row] = await database.queryUnprepared<{ count: string }>(
      Prisma.sql`SELECT count(*) FROM gift_cards WHERE ${matches(filter)}`,
    );
    return Number(row?.count ?? 0);
  },

  async movements(giftCardIds, limit) {
    const rows = await database.$queryRaw<Read[]>`
      SELECT m.*, c.currency, p.order_id FROM unnest(${giftCardIds.filter(isId)}::uuid[]) AS wanted (id)
      JOIN gift_cards c ON c.id = wanted.id
      CROSS JOIN LATERAL (
        SELECT * FROM gift_card_movements WHERE gift_card_id = c.id AND failure_code IS NULL
        ORDER BY created_at DESC, key DESC LIMIT ${limit}) AS m
      LEFT JOIN payments p ON p.id = coalesce(m.charge_key, m.key)
      ORDER BY m.created_at DESC, m.key DESC`;
    const movements = rows.map(toMovement);
    return giftCardIds.map((id) => movements.filter(({ giftCardId }) => giftCardId === id));
  },

  async changes(giftCardIds) {
    const rows = await database.$queryRaw<Read[]>`
      SELECT * FROM gift_card_changes WHERE gift_card_id = ANY(${giftCardIds.filter(isId)}::uuid[])
      ORDER BY version DESC`;
    const changes = rows.map((row) => fromRow<GiftCardChange>(row));
    return giftCardIds.map((id) => changes.filter(({ giftCardId }) => giftCardId === id));
  },
});

const matches = ({ lastFour }: GiftCardFilter) =>
  lastFour === undefined ? Prisma.sql`TRUE` : Prisma.sql`last_four = ${lastFour}`;

function toMovement(row: Read): GiftCardMovement {
  type Row = Omit<GiftCardMovement, 'amount'> & { amountMinor: bigint; currency: string };
  const { amountMinor: minor, currency, ...movement } = fromRow<Row>(row);
  return { ...movement, amount: { minor, currency } };
}

async function read(database: SqlDatabase, condition: Prisma.Sql): Promise<GiftCard[]> {
  const rows = await database.queryUnprepared<Read>(
    Prisma.sql`SELECT ${giftCardColumns} FROM gift_cards WHERE ${condition} ORDER BY id`,
  );
  return rows.map(toGiftCard);
}

const ofBatch = async (database: SqlDatabase, id: string): Promise<GiftCardBatch> => ({
  ...{ id, giftCards: await read(database, Prisma.sql`batch_id = ${id}::uuid`) },
});

/** Inserts gift cards, or returns the hashes of codes that exist; waits for another request that inserts them. */
async function insert(tx: SqlDatabase, { id: batchId, giftCards }: GiftCardBatch) {
  const hashes = giftCards.map(({ codeHash }) => codeHash);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('gift cards', 0))`;
  const taken = await read(tx, Prisma.sql`code_hash = ANY(${hashes}::text[])`);
  if (taken.length > 0) return taken.map(({ codeHash }) => codeHash);
  const rows = giftCards.map(({ initial, balance, ...card }) => ({
    ...{ ...card, batchId, currency: initial.currency },
    ...{ initialMinor: initial.minor, balanceMinor: balance.minor },
  }));
  await writeTogether(tx, (parameter) => insertRows('gift_cards', rows, parameter));
  return [];
}

/** A refused request uses up no key. */
async function releaseKey(tx: SqlDatabase, { scope, key }: IdempotencyKey, taken: string[]) {
  await tx.$executeRaw`DELETE FROM idempotency_keys WHERE scope = ${scope} AND key = ${key}`;
  return { taken };
}

const saveChanges = (
  tx: SqlDatabase,
  giftCards: readonly GiftCard[],
  actorId: string,
  origin: Origin | undefined,
) =>
  writeTogether(tx, (parameter) =>
    insertRows(
      'gift_card_changes',
      giftCards.map(({ id, version, expiresAt, isDisabled, createdAt }) => ({
        ...{ giftCardId: id, version, expiresAt, isDisabled, createdAt, actorId },
        correlationId: origin?.correlationId ?? newId(),
      })),
      parameter,
    ),
  );
