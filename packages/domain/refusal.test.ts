import { readFileSync } from 'node:fs';
import { type EnumTypeDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Refusal, refusalCodes, sentenceOf, validate } from './refusal.ts';
import { breaks, constraintRules } from './refusal-details.ts';

it.each([
  ['UserErrorCode', refusalCodes],
  ['ConstraintRule', constraintRules],
])('the values of %s are those of the graph', (name, values) => {
  const sdl = parse(readFileSync(new URL('../../schema/shared.graphql', import.meta.url), 'utf8'));
  const declared = sdl.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === 'EnumTypeDefinition' && node.name.value === name,
  );
  expect(declared?.values?.map((value) => value.name.value)).toEqual([...values]);
});

it.each([
  [z.string().min(8), 'short', { rule: 'TOO_SHORT', limit: '8' }],
  [z.string().min(1), '', { rule: 'REQUIRED' }],
  [z.array(z.string()).max(1), ['a', 'b'], { rule: 'TOO_MANY', limit: '1' }],
  [z.array(z.string()).min(2), ['a'], { rule: 'TOO_FEW', limit: '2' }],
  [z.number().min(3), 2, { rule: 'TOO_SMALL', limit: '3' }],
  [z.date().max(new Date(0)), new Date(), { rule: 'TOO_LARGE', limit: '1970-01-01T00:00:00.000Z' }],
  [z.string().regex(/^a$/), 'b', { rule: 'PATTERN' }],
  [z.string(), 7, { rule: 'PATTERN' }],
  [z.string().refine(() => false, breaks('TOO_LONG', 5)), 'b', { rule: 'TOO_LONG', limit: '5' }],
  [z.string().refine(() => false), 'b', { rule: 'NOT_ALLOWED' }],
  [z.enum(['a']), 'b', { rule: 'NOT_ALLOWED' }],
])('a broken rule is stated with its limit (case %#)', (field, value, details) => {
  const [reason] = refusedReasons(z.object({ field }), { field: value });
  expect(reason?.details).toEqual({ type: 'CONSTRAINT', ...details });
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

const refusedFields = (schema: z.ZodType, input: unknown) =>
  refusedReasons(schema, input).map(({ code, field }) => [code, field]);

function refusedReasons(schema: z.ZodType, input: unknown) {
  try {
    validate(schema, input);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.reasons;
  }
  return expect.unreachable();
}
