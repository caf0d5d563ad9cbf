import { expect, it } from 'vitest';
import { type Compared, compareRows, differencesOf } from './compare-rows.ts';

async function* rows(...values: readonly [id: string, title: string][]): AsyncGenerator<Compared> {
  for (const [id, title] of values) yield { id, value: { title } };
}

const differences = async (source: AsyncGenerator<Compared>, copy: AsyncGenerator<Compared>) => {
  const found: string[] = [];
  for await (const difference of compareRows(source, copy)) {
    found.push(`${difference.id}: ${differencesOf(difference)}`);
  }
  return found;
};

it('equal rows do not differ', async () => {
  expect(
    await differences(rows(['a', 'Mug'], ['b', 'Cup']), rows(['a', 'Mug'], ['b', 'Cup'])),
  ).toEqual([]);
});

it('rows that differ, are missing or have no source are found wherever they are', async () => {
  const source = rows(['a', 'Mug'], ['b', 'Cup'], ['d', 'Jug'], ['f', 'Pot']);
  const copy = rows(['b', 'Cap'], ['c', 'Pan'], ['d', 'Jug'], ['e', 'Lid']);
  expect(await differences(source, copy)).toEqual([
    'a: it is missing',
    'b: title is "Cap", not "Cup"',
    'c: its source does not exist',
    'e: its source does not exist',
    'f: it is missing',
  ]);
});
