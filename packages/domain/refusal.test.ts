import { readFileSync } from 'node:fs';
import { type EnumTypeDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Refusal, refusalCodes, sentenceOf, validate } from './refusal.ts';

it('the codes are those of UserErrorCode in the graph', () => {
  const sdl = parse(readFileSync(new URL('../../schema/shared.graphql', import.meta.url), 'utf8'));
  const declared = sdl.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === 'EnumTypeDefinition' && node.name.value === 'UserErrorCode',
  );
  expect(declared?.values?.map(({ name }) => name.value)).toEqual([...refusalCodes]);
});

it('an invalid input is refused with the path of every fault', () => {
  const schema = z.object({
    lines: z.array(z.object({ quantity: z.number().min(1) })),
    key: z.string(),
  });
  expect(refusedFields(schema, { lines: [{ quantity: 1 }, { quantity: 0 }], key: 7 })).toEqual([
    ['INVALID_VALUE', ['lines', '1', 'quantity']],
    ['INVALID_VALUE', ['key']],
  ]);
});

it('a text that PostgreSQL cannot store is refused in every field', () => {
  const schema = z.object({ texts: z.array(z.string()), any: z.unknown() });
  const any = { at: new Date(), none: null, deep: { text: '\ud800' } };
  expect(refusedFields(schema, { texts: ['fine 💥', 'a\0b'], any })).toEqual([
    ['INVALID_VALUE', ['texts', '1']],
    ['INVALID_VALUE', ['any', 'deep', 'text']],
  ]);
});

it.each([
  [['postalCode'], 'must not be empty', 'The postal code must not be empty.'],
  [['address', 'line1'], 'must not be empty', 'The first address line must not be empty.'],
  [['lines', '0', 'quantity'], 'must be at least 1', 'The quantity must be at least 1.'],
  [['categories', '2'], 'must not be empty', 'Entry 3 of the categories must not be empty.'],
  [['sku'], 'must have at most 40 characters', 'The SKU must have at most 40 characters.'],
  [[], 'must be absent', 'The input must be absent.'],
  [['email'], 'This address cannot be used.', 'This address cannot be used.'],
])('the message about %j is a sentence', (field, message, sentence) => {
  expect(sentenceOf({ code: 'INVALID_VALUE', message, field })).toBe(sentence);
});

function refusedFields(schema: z.ZodType, input: unknown) {
  try {
    validate(schema, input);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.reasons.map(({ code, field }) => [code, field]);
  }
  return expect.unreachable();
}
