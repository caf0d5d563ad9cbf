import { expect, it } from 'vitest';
import { createStatementNames } from './statement-names.ts';

const read =
  'SELECT "public"."orders"."id" FROM "public"."orders" WHERE "public"."orders"."id" = $1';

it('a statement keeps its name, and shares it with no other', () => {
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

it('a raw list is planned each time', () => {
  const nameOf = createStatementNames();
  expect(nameOf({ sql: 'SELECT o.id FROM orders o WHERE o.status = $1 LIMIT $2' })).toBe('');
});

it('no connection keeps more than 500', () => {
  const nameOf = createStatementNames();
  const names = Array.from({ length: 501 }, (_, n) => nameOf({ sql: `${read} LIMIT ${n}` }));
  expect(new Set(names).size).toBe(501);
  expect(names[500]).toBe('');
  expect(nameOf({ sql: `${read} LIMIT 0` })).toBe(names[0]);
});
