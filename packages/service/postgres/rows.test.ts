import { expect, it } from 'vitest';
import { assignRow, fromRow, insertRows, updateRows } from './rows.ts';

it('rows are read with the names and types that Prisma gives them', () => {
  const at = '2026-03-01T09:30:00+00:00';
  expect(
    fromRow({ id: 'a', total_minor: '9007199254740993', placed_at: at, ended_at: null }),
  ).toEqual({ id: 'a', totalMinor: 9_007_199_254_740_993n, placedAt: new Date(at), endedAt: null });
});

it('rows are written as JSON, without fields that are undefined', () => {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const row = { unitMinor: 5n, imageUrl: undefined, at: new Date(0), note: null };
  const [insert] = insertRows('lines', [row], parameter, {
    conflict: { key: 'at', update: ['note'] },
  });
  expect(insert?.replaceAll(/\s+/g, ' ')).toBe(
    'INSERT INTO "lines" ("unit_minor","at","note") SELECT "unit_minor","at","note" ' +
      'FROM jsonb_populate_recordset(NULL::"lines", $1::jsonb) ' +
      'ON CONFLICT ("at") DO UPDATE SET "note" = excluded."note"',
  );
  expect(assignRow('lines', { note: 'x' }, parameter)).toBe(
    '("note") = (SELECT "note" FROM jsonb_populate_recordset(NULL::"lines", $2::jsonb))',
  );
  expect(values).toEqual([
    '[{"unit_minor":"5","at":"1970-01-01T00:00:00.000Z","note":null}]',
    '[{"note":"x"}]',
  ]);
  expect(insertRows('lines', [], parameter)).toEqual([]);
});

it('rows are updated by their id, by one statement for all', () => {
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const [update] = updateRows('lines', [{ id: 'a', unitMinor: 5n }], parameter);
  expect(update?.replaceAll(/\s+/g, ' ')).toBe(
    'UPDATE "lines" SET "id" = row."id","unit_minor" = row."unit_minor" ' +
      'FROM jsonb_populate_recordset(NULL::"lines", $1::jsonb) AS row WHERE "lines".id = row.id',
  );
  expect(values).toEqual(['[{"id":"a","unit_minor":"5"}]']);
  expect(updateRows('lines', [], parameter)).toEqual([]);
});
