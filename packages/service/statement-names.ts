/** Statements of one process that PostgreSQL keeps prepared; filters that are put together may have more. */
const most = 500;

/** What a raw query has in its text when its best plan depends on the values. */
export const planEachTime = '/* plan each time */';

/**
 * Names statements, so that PostgreSQL parses and plans each once per connection rather than each time
 * (`statementNameGenerator` of PrismaPg). Those with an empty
 * name are not prepared.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= most || sql.includes(planEachTime)) return '';
    const name = `shop_${names.size}`;
    names.set(sql, name);
    return name;
  };
}
