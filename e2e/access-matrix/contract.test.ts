import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { forbidden, matrix, type Row, unauthenticated } from './index.ts';

const contract = buildSchema(
  readFileSync(new URL('../../schema/shop.graphql', import.meta.url), 'utf8'),
);
const fields = [contract.getQueryType(), contract.getMutationType()].flatMap((type) =>
  Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
);

const isDenied = ({ expected: { anonymous, owner, customer } }: Row): boolean =>
  [anonymous, owner, customer].every((outcome) => [forbidden, unauthenticated].includes(outcome));

it('schema/shop.graphql has the root fields that anonymous requesters or customers may use, and no others', () => {
  expect(matrix.some(isDenied)).toBe(true);
  const usable = matrix.filter((row) => !isDenied(row)).map(({ field }) => field);
  expect(fields.sort()).toEqual(usable.sort());
});
