import { expect, it } from 'vitest';
import { createFieldLoader } from './field-loader.ts';

it('a field is read once for all parents with the same arguments', async () => {
  const reads: unknown[] = [];
  const loader = createFieldLoader(async (ids: readonly string[], args: { first: number }) => {
    reads.push([ids, args]);
    return ids.map((id) => `${id}${args.first}`);
  });
  const answers = await Promise.all([
    loader.load('a', { first: 1 }),
    loader.load('b', { first: 2 }),
    loader.load('c', { first: 1 }),
    loader.load('a', { first: 1 }),
  ]);
  expect(answers).toEqual(['a1', 'b2', 'c1', 'a1']);
  expect(reads).toEqual([
    [['a', 'c'], { first: 1 }],
    [['b'], { first: 2 }],
  ]);
});
