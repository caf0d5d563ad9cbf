import { inOrder, isId, normalizeEmail, type PageRequest, toPage } from '@shop/domain';
import type { Role } from '@shop/schema';
import type { SqlDatabase } from '@shop/service/postgres';
import { allOf, keyset, listPage, prefixPattern, searchPage } from '@shop/service/sql';
import type { UserFilter, UserStore } from '../domain/ports.ts';
import type { User } from '../domain/user.ts';
import { Prisma } from '../generated/prisma/client.ts';

const columns = Prisma.sql`id, email, email_verified AS "emailVerified", display_name AS "displayName",
  roles::text[] AS roles, status::text AS status, version, created_at AS "createdAt"`;
const selectByIds = `SELECT ${columns.text} FROM users WHERE id = ANY($1::uuid[])`;

/** The store of users, on SQL without Prisma: the viewer is read by most operations. */
export const createUserStore = (sql: SqlDatabase): UserStore => ({
  async byIds(ids) {
    const rows = await sql.query<User>(selectByIds, [ids.filter(isId)]);
    return inOrder(ids, rows, ({ id }) => id);
  },

  page: async (filter, request) =>
    toPage(await sql.queryUnprepared<User>(selectPage(filter, request)), request),

  async count(filter) {
    const [row] = await sql.queryUnprepared<{ n: string }>(
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

/** The users of one page, newest first. */
export function selectPage(filter: UserFilter, request: PageRequest): Prisma.Sql {
  const page = keyset({
    columns: [
      { column: Prisma.sql`created_at`, type: 'timestamptz' },
      { column: Prisma.sql`id`, type: 'uuid' },
    ],
    descending: true,
    ...request,
  });
  const list = { columns, table: Prisma.sql`users`, matches: matching(filter), page };
  return filter.search ? searchPage(list) : listPage(list);
}
