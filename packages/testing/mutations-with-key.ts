import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';

/** Returns the names of the mutations of an SDL file in `schema/` whose input has an idempotency key, sorted. */
export function mutationsWithKey(file: string): string[] {
  const read = (name: string) =>
    readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');
  const sdl = `${read('shared.graphql')}\n${read(file)}`;
  const schema = buildSchema(sdl, { assumeValid: true, assumeValidSDL: true });
  return Object.values(schema.getMutationType()?.getFields() ?? {})
    .filter(({ args }) =>
      args.some(({ type }) => {
        const input = getNamedType(type);
        return isInputObjectType(input) && 'idempotencyKey' in input.getFields();
      }),
    )
    .map(({ name }) => name)
    .sort();
}
