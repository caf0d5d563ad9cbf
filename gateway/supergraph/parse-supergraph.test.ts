import { expect, it } from 'vitest';
import { parseSupergraph } from './parse-supergraph.ts';

it('readers of one supergraph share its document; another supergraph has another one', () => {
  const document = parseSupergraph('type Query { a: Int }');
  expect(parseSupergraph('type Query { a: Int }')).toBe(document);
  expect(parseSupergraph('type Query { b: Int }')).not.toBe(document);
});
