import { readFileSync } from 'node:fs';
import { Kind, parse, visit } from 'graphql';

/** Returns `mutation CODE` for each code that a mutation of an SDL file in `schema/` declares with `@refuses`, sorted. */
export function declaredRefusals(file: string): string[] {
  const sdl = readFileSync(new URL(`../../schema/${file}`, import.meta.url), 'utf8');
  const declared: string[] = [];
  visit(parse(sdl), {
    FieldDefinition({ name, directives = [] }) {
      const codes = directives.find((directive) => directive.name.value === 'refuses');
      const value = codes?.arguments?.[0]?.value;
      if (value?.kind !== Kind.LIST) return;
      for (const code of value.values) {
        if (code.kind === Kind.ENUM) declared.push(`${name.value} ${code.value}`);
      }
    },
  });
  return declared.sort();
}

/** Returns an operation that sends a mutation with `$input`, where the mutation takes one, and selects `userErrors`. */
export function refusedOperation(mutation: string, selection = '', takesInput = true): string {
  const input = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const field = takesInput ? `${mutation}(input: $input)` : mutation;
  return `mutation ${takesInput ? `($input: ${input})` : ''} {
    ${field} { ${selection} userErrors { code message field details { __typename } } }
  }`;
}
