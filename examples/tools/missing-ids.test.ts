import { readFileSync } from 'node:fs';
import { buildSchema, parse, print } from 'graphql';
import { expect, it } from 'vitest';
import { missingIds } from './missing-ids.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const schema = buildSchema(read('../../schema/api.graphql'));
const missingIn = (text: string) => missingIds(parse(text), schema).map(print);

it.each(['shop-front', 'mobile', 'back-office'])(
  'examples/%s.graphql selects the id of every object that has one',
  (name) => {
    const text = read('../fragments.graphql') + read(`../${name}.graphql`);
    expect(missingIn(text)).toEqual([]);
  },
);

it('an object without its id is found, also below a fragment', () => {
  expect(missingIn('{ me { displayName } }')).toEqual(['{\n  displayName\n}']);
  expect(missingIn('{ me { ...A } } fragment A on User { id cart { version } }')).toHaveLength(1);
  expect(missingIn('{ me { ...A } } fragment A on User { id }')).toEqual([]);
});
