import { type IdempotencyKey, inOrder, isId, newId, type PageRequest, toPage } from '@shop/domain';
import type { Origin } from '@shop/schema';
import {
  assignRow,
  fromRow,
  insertRows,
  type SqlDatabase,
  writeTogether,
} from '@shop/service/postgres';
import { firstResult } from '@shop/service/prisma';
import { allOf, keyset, listPage, prefixPattern, searchPage } from '@shop/service/sql';
import type { NewVoucher, VoucherFilter, VoucherStore } from '../domain/vouchers/ports.ts';
import type { Voucher, VoucherChange } from '../domain/vouchers/voucher.ts';
import { Prisma } from '../generated/prisma/client.ts';

type Read = Record<string, unknown>;
const toVoucher = (row: Read): Voucher => fromRow<Voucher>(row);

const table = Prisma.sql`vouchers`;
const code = Prisma.sql`code COLLATE "C"`;
const columns = Prisma.sql`id, code, promotion_code, max_uses, is_disabled, version, created_at, (
  SELECT count(*)::int FROM redemptions r WHERE r.voucher_code = vouchers.code AND r.released_at IS NULL) AS uses`;

/** Creates the store of voucher codes on plain SQL. */
export const createVoucherStore = (database: SqlDatabase, origin?: Origin): VoucherStore => ({
  byCodes: (codes) => byCodes(database, codes),

  add: (vouchers, actorId, key) =>
    database.transaction(async (tx) => {
      const batchId = newId();
      const first = await firstResult(tx, key, batchId);
      if (first) return { added: await ofBatch(tx, String(first.result)) };
      // Two requests may want the same code.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('vouchers', 0))`;
      const taken = await tx.$queryRaw<{ code: string }[]>`
        SELECT code FROM vouchers WHERE code = ANY(${vouchers.map(({ code }) => code)}::text[])`;
      if (taken.length > 0)
        return releaseKey(
          tx,
          key,
          taken.map(({ code }) => code),
        );
      const rows = vouchers.map((one) => ({ ...one, batchId }));
      await writeTogether(tx, (parameter) => insertRows('vouchers', rows, parameter));
      await saveChanges(tx, vouchers, actorId, origin);
      return { added: await ofBatch(tx, batchId) };
    }),

  update: (code, actorId, decide) =>
    database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT FROM vouchers WHERE code = ${code} FOR UPDATE`;
      const [before] = await byCodes(tx, [code]);
      if (!before) return undefined;
      const next = decide(before);
      if (next === before) return before;
      const { maxUses, isDisabled, version } = next;
      await writeTogether(tx, (parameter) => [
        `UPDATE vouchers SET ${assignRow('vouchers', { maxUses, isDisabled, version }, parameter)}
         WHERE id = ${parameter(before.id)}`,
      ]);
      await saveChanges(tx, [next], actorId, origin);
      return { ...before, maxUses, isDisabled, version };
    }),

  async page(filter, request) {
    const rows = await database.queryUnprepared<Read>(pageQuery(filter, request));
    return toPage(rows.map(toVoucher), request);
  },

  async count(filter) {
    const [row] = await database.queryUnprepared<{ count: string }>(
      Prisma.sql`SELECT count(*) FROM vouchers WHERE ${matches(filter)}`,
    );
    return Number(row?.count ?? 0);
  },

  async changes(voucherIds) {
    const rows = await database.$queryRaw<Read[]>`
      SELECT * FROM voucher_changes WHERE voucher_id = ANY(${voucherIds.filter(isId)}::uuid[])
      ORDER BY version DESC`;
    const changes = rows.map((row) => fromRow<VoucherChange>(row));
    return voucherIds.map((id) => changes.filter(({ voucherId }) => voucherId === id));
  },
});

const matches = ({ promotionCode, search }: VoucherFilter) =>
  allOf([
    promotionCode !== undefined && Prisma.sql`promotion_code = ${promotionCode}`,
    search !== undefined && Prisma.sql`${code} LIKE ${prefixPattern(search)}`,
  ]);

/** The vouchers of one page, newest first. */
export function pageQuery(filter: VoucherFilter, request: PageRequest): Prisma.Sql {
  const page = keyset({
    ...request,
    columns: [{ column: Prisma.sql`id`, type: 'uuid' }],
    descending: true,
  });
  const list = { columns, table, matches: matches(filter), page };
  return filter.search ? searchPage({ ...list, indexed: code }) : listPage(list);
}

async function byCodes(database: SqlDatabase, codes: readonly string[]) {
  const rows = await database.queryUnprepared<Read>(
    Prisma.sql`SELECT ${columns} FROM vouchers WHERE code = ANY(${[...codes]}::text[])`,
  );
  return inOrder(codes, rows.map(toVoucher), ({ code }) => code);
}

async function ofBatch(database: SqlDatabase, batchId: string): Promise<Voucher[]> {
  const rows = await database.queryUnprepared<Read>(
    Prisma.sql`SELECT ${columns} FROM vouchers WHERE batch_id = ${batchId}::uuid ORDER BY id`,
  );
  return rows.map(toVoucher);
}

/** A refused request uses up no key. */
async function releaseKey(tx: SqlDatabase, { scope, key }: IdempotencyKey, taken: string[]) {
  await tx.$executeRaw`DELETE FROM idempotency_keys WHERE scope = ${scope} AND key = ${key}`;
  return { taken };
}

const saveChanges = (
  tx: SqlDatabase,
  vouchers: readonly NewVoucher[],
  actorId: string,
  origin: Origin | undefined,
) =>
  writeTogether(tx, (parameter) =>
    insertRows(
      'voucher_changes',
      vouchers.map(({ id, version, maxUses, isDisabled, createdAt }) => ({
        ...{ voucherId: id, version, maxUses, isDisabled, createdAt, actorId },
        correlationId: origin?.correlationId ?? newId(),
      })),
      parameter,
    ),
  );
