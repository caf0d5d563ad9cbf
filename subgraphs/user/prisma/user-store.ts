import { inOrder, isId, normalizeEmail, type PageRequest, toPage } from '@shop/domain';
import type { Role } from '@shop/schema';
import { allOf, keyset, prefixPattern } from '@shop/service/sql';
import type { UserFilter, UserStore } from '../domain/ports.ts';
import type { User } from '../domain/user.ts';
import { Prisma } from '../generated/prisma/client.ts';
import { toAccount } from './account-changes.ts';
import type { Database } from './client.ts';

/** The store of users on Prisma. */
export const createUserStore = (database: Database): UserStore => ({
  async byIds(ids) {
    const rows = await database.user.findMany({ where: { id: { in: ids.filter(isId) } } });
    return inOrder(ids, rows.map(toAccount), ({ id }) => id);
  },

  async page(filter, request) {
    const found = await database.$queryRaw<{ id: string }[]>(selectPage(filter, request));
    const ids = found.map(({ id }) => id);
    const rows = await database.user.findMany({ where: { id: { in: ids } } });
    const users = inOrder(ids, rows.map(toAccount), ({ id }) => id);
    return toPage(
      users.filter((user) => user !== undefined),
      request,
    );
  },

  async count(filter) {
    const [row] = await database.$queryRaw<{ n: bigint }[]>(
      Prisma.sql`SELECT count(*) AS n FROM users WHERE ${matching(filter)}`,
    );
    return Number(row?.n ?? 0);
  },
});

/** A text in the case in which PostgreSQL compares it: of all scripts, whatever the locale of the database. */
const folded = (text: Prisma.Sql) => Prisma.sql`casefold(${text} COLLATE "pg_unicode_fast")`;

/** Constants, which the partial indexes contain. */
const statusIs: Readonly<Record<User['status'], Prisma.Sql>> = {
  ACTIVE: Prisma.sql`status = 'ACTIVE'`,
  SUSPENDED: Prisma.sql`status = 'SUSPENDED'`,
};
const rolesHave: Readonly<Record<Role, Prisma.Sql>> = {
  CUSTOMER: Prisma.sql`roles @> '{CUSTOMER}'`,
  STAFF: Prisma.sql`roles @> '{STAFF}'`,
  ADMIN: Prisma.sql`roles @> '{ADMIN}'`,
};

/** Conditions in the form of their indexes. Raw SQL, since Prisma cannot express `casefold(…) LIKE`. */
const matching = ({ search, status, role }: UserFilter): Prisma.Sql =>
  allOf([
    search
      ? Prisma.sql`(email LIKE ${prefixPattern(normalizeEmail(search))}
               OR ${folded(Prisma.sql`display_name`)} LIKE ${folded(Prisma.sql`${prefixPattern(search)}`)})`
      : undefined,
    status && statusIs[status],
    role && rolesHave[role],
  ]);

/** The ids of one page, newest first. */
export function selectPage(filter: UserFilter, request: PageRequest): Prisma.Sql {
  const { condition, orderBy, limit } = keyset({
    columns: [
      { column: Prisma.sql`created_at`, type: 'timestamptz' },
      { column: Prisma.sql`id`, type: 'uuid' },
    ],
    descending: true,
    ...request,
  });
  return Prisma.sql`
    SELECT id FROM users WHERE ${matching(filter)} AND ${condition} ${orderBy} ${limit}`;
}
