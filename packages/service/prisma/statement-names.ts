/** Prepared statements per client at most: statements composed from filters have no limit of their own. */
const maxPrepared = 500;

/**
 * Whether one plan fits all values: for statements that Prisma generates and for inserts. Raw queries of
 * lists are planned for their filters.
 */
const hasOnePlan = (sql: string): boolean => sql.includes('"public".') || /^\s*INSERT\b/i.test(sql);

/**
 * Names statements, so that PostgreSQL parses and plans each once per connection rather than each time
 * (`statementNameGenerator` of PrismaPg). Those with an empty name are not prepared.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= maxPrepared || !hasOnePlan(sql)) return '';
    const name = `shop_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
