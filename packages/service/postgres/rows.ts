/** A row with the names that the Prisma schema gives to its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** Adds a value to the parameters of a statement and returns its place, such as `$2`. */
export type Parameter = (value: unknown) => string;

const snakeNames = new Map<string, string>();
const camelNames = new Map<string, string>();

function converted(names: Map<string, string>, name: string, convert: () => string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const result = convert();
  names.set(name, result);
  return result;
}
const toSnake = (name: string) =>
  converted(snakeNames, name, () => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
const toCamel = (name: string) =>
  converted(camelNames, name, () => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()));

/**
 * Returns a row as Prisma returns it, from a row of pg or one that PostgreSQL has written as JSON: camel-case names,
 * amounts (`*_minor`, as text) as BigInt, times (`*_at`) as Date.
 */
export function fromRow<T>(row: Row): T {
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) read[toCamel(name)] = fromValue(name, value);
  return read as T;
}

function fromValue(name: string, value: unknown): unknown {
  if (value === null) return null;
  if (name.endsWith('_minor')) return BigInt(value as string);
  return name.endsWith('_at') && typeof value === 'string' ? new Date(value) : value;
}

/** Returns rows as JSON. Fields that are `undefined` are left out. */
const toJson = (rows: readonly Row[]): string =>
  JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [toSnake(name), value])),
    ),
    (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
  );

const columnsOf = (row: Row): string[] =>
  Object.entries(row).flatMap(([name, value]) =>
    value === undefined ? [] : [`"${toSnake(name)}"`],
  );

export type InsertOptions = {
  /** Where a row with this key exists, its columns `update` get the new values; `skip` keeps every existing row. */
  readonly conflict?:
    | 'skip'
    | { readonly key: string | readonly string[]; readonly update: readonly string[] };
};

function onConflict(conflict: InsertOptions['conflict']): string {
  if (!conflict) return '';
  if (conflict === 'skip') return ' ON CONFLICT DO NOTHING';
  const updates = conflict.update.map((name) => `"${name}" = excluded."${name}"`);
  const key = [conflict.key].flat().map((name) => `"${name}"`);
  return ` ON CONFLICT (${key}) DO UPDATE SET ${updates}`;
}

/** Returns the INSERT of rows, in their order, that have the fields of the first. None without rows. */
export function insertRows(
  table: string,
  rows: readonly Row[],
  parameter: Parameter,
  { conflict }: InsertOptions = {},
): string[] {
  const [first] = rows;
  if (!first) return [];
  const columns = columnsOf(first);
  return [
    `INSERT INTO "${table}" (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", ${parameter(toJson(rows))}::jsonb)${onConflict(conflict)}`,
  ];
}

/** Returns the UPDATE of rows, found by their id, that have the fields of the first. None without rows. */
export function updateRows(table: string, rows: readonly Row[], parameter: Parameter): string[] {
  const [first] = rows;
  if (!first) return [];
  const assignments = columnsOf(first).map((column) => `${column} = row.${column}`);
  return [
    `UPDATE "${table}" SET ${assignments}
     FROM jsonb_populate_recordset(NULL::"${table}", ${parameter(toJson(rows))}::jsonb) AS row
     WHERE "${table}".id = row.id`,
  ];
}

/** Returns the assignments of an UPDATE to the values of a row. */
export function assignRow(table: string, row: Row, parameter: Parameter): string {
  const columns = columnsOf(row);
  const value = parameter(toJson([row]));
  return `(${columns}) = (SELECT ${columns} FROM jsonb_populate_recordset(NULL::"${table}", ${value}::jsonb))`;
}
