import { readFileSync } from 'node:fs';
import { type EnumTypeDefinitionNode, parse } from 'graphql';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Refusal, refusalCodes, validate } from './refusal.ts';

it('the codes are those of UserErrorCode in the graph', () => {
  const sdl = parse(readFileSync(new URL('shared.graphql', import.meta.url), 'utf8'));
  const declared = sdl.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === 'EnumTypeDefinition' && node.name.value === 'UserErrorCode',
  );
  expect(declared?.values?.map(({ name }) => name.value)).toEqual([...refusalCodes]);
});

it('an input out of bounds is refused with the path of every fault', () => {
  const schema = z.object({
    lines: z.array(z.object({ quantity: z.number().min(1) })),
    key: z.string(),
  });
  try {
    validate(schema, { lines: [{ quantity: 1 }, { quantity: 0 }], key: 7 });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    const { reasons } = error as Refusal;
    expect(reasons.map(({ code, field }) => [code, field])).toEqual([
      ['INVALID_VALUE', ['lines', '1', 'quantity']],
      ['INVALID_VALUE', ['key']],
    ]);
  }
});
