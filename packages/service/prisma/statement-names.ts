/** Statements of one process that PostgreSQL keeps prepared; filters that are put together may have more. */
const most = 500;

/**
 * Whether one plan is good for all values: of what Prisma writes, and of what is only written down. The raw
 * queries of lists are planned for the filters at hand.
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
    if (names.size >= most || !hasOnePlan(sql)) return '';
    const name = `shop_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
