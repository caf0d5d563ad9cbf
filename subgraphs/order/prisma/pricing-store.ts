import { inOrder, isId, newId } from '@shop/domain';
import type { Origin } from '@shop/schema';
import { fromRow, type SqlDatabase } from '@shop/service/postgres';
import type {
  CurrentRules,
  CustomerGroups,
  PricingStore,
  RuleKind,
  RuleVersion,
  TaxExemption,
} from '../domain/pricing/ports.ts';
import { noRules } from '../domain/pricing/price-order.ts';
import { rulesFromJson, rulesToJson } from './pricing-rules-json.ts';

type Row = {
  readonly kind: RuleKind;
  readonly version: number;
  readonly rules: unknown;
  readonly actorId: string;
  readonly createdAt: Date;
};

/** Version 0 of each kind. */
const withoutRules: CurrentRules = {
  TAX: { kind: 'TAX', version: 0, rules: noRules.tax, actorId: null, createdAt: null },
  SHIPPING: {
    ...{ kind: 'SHIPPING', version: 0, rules: noRules.shipping, actorId: null, createdAt: null },
  },
  PROMOTIONS: {
    kind: 'PROMOTIONS',
    ...{ version: 0, rules: { promotions: [] }, actorId: null, createdAt: null },
  },
};

/** Creates the store of the rules that prices are made of. Versions are added, never changed. */
export const createPricingStore = (database: SqlDatabase, origin?: Origin): PricingStore => ({
  current: () => readCurrent(database),

  change: (kind, decide, { actorId, now }) =>
    database.transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`pricing ${kind}`}, 0))`;
      const current = (await readCurrent(tx))[kind];
      const rules = decide(current);
      if (!rules) return current;
      const version = current.version + 1;
      await tx.$executeRaw`
        INSERT INTO pricing_rules (kind, version, rules, actor_id, correlation_id, created_at)
        VALUES (${kind}::"PricingRuleKind", ${version}, ${rulesToJson(rules)}::jsonb,
                ${actorId}::uuid, ${origin?.correlationId ?? newId()}, ${now})`;
      return { ...current, version, rules, actorId, createdAt: now };
    }),

  async versions(limit) {
    const rows = await database.$queryRaw<Record<string, unknown>[]>`
      SELECT kind, version, rules, actor_id, created_at FROM pricing_rules
      ORDER BY created_at DESC, kind, version DESC LIMIT ${limit}`;
    return rows.map(toVersion);
  },

  async exemptions(customerIds) {
    const rows = await database.$queryRaw<Record<string, unknown>[]>`
      SELECT DISTINCT ON (customer_id) customer_id, reference, actor_id, created_at
      FROM tax_exemptions WHERE customer_id = ANY(${customerIds.filter(isId)}::uuid[])
      ORDER BY customer_id, id DESC`;
    const current = rows
      .map((row) => fromRow<TaxExemption>(row))
      .filter(({ reference }) => reference !== null);
    return inOrder(customerIds, current, ({ customerId }) => customerId);
  },

  async groups(customerIds) {
    const rows = await database.$queryRaw<Record<string, unknown>[]>`
      SELECT DISTINCT ON (customer_id) customer_id, groups
      FROM customer_groups WHERE customer_id = ANY(${customerIds.filter(isId)}::uuid[])
      ORDER BY customer_id, id DESC`;
    const current = rows.map((row) => fromRow<Pick<CustomerGroups, 'customerId' | 'groups'>>(row));
    const found = inOrder(customerIds, current, ({ customerId }) => customerId);
    return found.map((one) => one?.groups ?? []);
  },

  exemptionChanges: (customerIds, limit) =>
    changesOf<TaxExemption>(database, 'tax_exemptions', customerIds, limit),

  groupChanges: (customerIds, limit) =>
    changesOf<CustomerGroups>(database, 'customer_groups', customerIds, limit),

  async addGroups({ customerId, groups, actorId, createdAt }) {
    await database.$executeRaw`
      INSERT INTO customer_groups (customer_id, groups, actor_id, correlation_id, created_at)
      VALUES (${customerId}::uuid, ${groups}::text[], ${actorId}::uuid, ${origin?.correlationId ?? newId()}, ${createdAt})`;
  },

  async addExemption({ customerId, reference, actorId, createdAt }) {
    await database.$executeRaw`
      INSERT INTO tax_exemptions (customer_id, reference, actor_id, correlation_id, created_at)
      VALUES (${customerId}::uuid, ${reference}, ${actorId}::uuid, ${origin?.correlationId ?? newId()}, ${createdAt})`;
  },
});

/** Returns the latest rows of each customer, the newest first. */
async function changesOf<Change extends { readonly customerId: string }>(
  database: Pick<SqlDatabase, 'query'>,
  table: 'tax_exemptions' | 'customer_groups',
  customerIds: readonly string[],
  limit: number,
): Promise<Change[][]> {
  const sql = `SELECT change.* FROM unnest($1::uuid[]) AS one (id)
    CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE customer_id = one.id ORDER BY id DESC LIMIT $2) change`;
  const rows = await database.query<Record<string, unknown>>(sql, [
    customerIds.filter(isId),
    limit,
  ]);
  const changes = rows.map((row) => fromRow<Change>(row));
  return customerIds.map((id) => changes.filter(({ customerId }) => customerId === id));
}

/** Reads the greatest version of each kind, by one look-up in the index for each. */
async function readCurrent(database: Pick<SqlDatabase, '$queryRaw'>): Promise<CurrentRules> {
  const rows = await database.$queryRaw<Record<string, unknown>[]>`
    SELECT r.* FROM unnest(enum_range(NULL::"PricingRuleKind")) AS one (kind)
    CROSS JOIN LATERAL (
      SELECT kind, version, rules, actor_id, created_at FROM pricing_rules
      WHERE kind = one.kind ORDER BY version DESC LIMIT 1) r`;
  const versions = rows.map(toVersion);
  return { ...withoutRules, ...Object.fromEntries(versions.map((one) => [one.kind, one])) };
}

function toVersion(read: Record<string, unknown>): RuleVersion<RuleKind> {
  const { rules, ...row } = fromRow<Row>(read);
  return { ...row, rules: rulesFromJson(row.kind, rules) };
}
