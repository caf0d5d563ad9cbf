import { join, raw, type Sql, sqltag as sql } from '@prisma/client/runtime/client';

/** Joins conditions by AND, without those that do not apply; TRUE when none does. */
export function allOf(conditions: readonly (Sql | false | undefined)[]): Sql {
  const applicable = conditions.filter((condition) => typeof condition === 'object');
  return applicable.length > 0 ? join(applicable, ' AND ') : sql`TRUE`;
}

/**
 * Compares a column with some values of an SQL type; `undefined` without values. One value is compared with `=`,
 * so that an index that begins with the column also provides the order.
 */
export function anyOf(column: Sql, values: readonly string[], type: string): Sql | undefined {
  const [only, ...more] = new Set(values);
  if (only === undefined) return undefined;
  if (more.length === 0) return sql`${column} = ${only}::${raw(type)}`;
  return sql`${column} = ANY(${[only, ...more]}::${raw(type)}[])`;
}

/** Returns a LIKE pattern for texts with this beginning: its own wildcards stand for themselves. */
export const prefixPattern = (text: string): string => `${text.replace(/[\\%_]/g, '\\$&')}%`;
