import { expect, it } from 'vitest';
import { createStatementNames } from './statement-names.ts';

const read =
  'SELECT "public"."orders"."id" FROM "public"."orders" WHERE "public"."orders"."id" = $1';

it('a repeated statement has the same name, and two statements have two names', () => {
  const nameOf = createStatementNames();
  const [first, second] = [
    nameOf({ sql: read }),
    nameOf({ sql: '\n  INSERT INTO inbox VALUES ($1)' }),
  ];
  expect(first).not.toBe('');
  expect(second).not.toBe('');
  expect(first).not.toBe(second);
  expect(nameOf({ sql: read })).toBe(first);
});

it('a raw query of a list is not prepared', () => {
  const nameOf = createStatementNames();
  expect(nameOf({ sql: 'SELECT o.id FROM orders o WHERE o.status = $1 LIMIT $2' })).toBe('');
});

it('at most 500 statements are prepared', () => {
  const nameOf = createStatementNames();
  const names = Array.from({ length: 501 }, (_, n) => nameOf({ sql: `${read} LIMIT ${n}` }));
  expect(new Set(names).size).toBe(501);
  expect(names[500]).toBe('');
  expect(nameOf({ sql: `${read} LIMIT 0` })).toBe(names[0]);
});
