import { buildSchema, isInputType, parseType, typeFromAST } from 'graphql';
import { literalOf } from './literals.ts';

const leaves = ['Int', 'Float', 'String', 'Boolean', 'ID', 'Kind', 'Decimal'];
const inputs = ['A', 'B', 'C'];
const wraps = ['T', 'T!', '[T]', '[T!]', '[T!]!', '[[T!]]', '[[T]!]!'];

/** Returns the SDL of a random schema whose inputs have every kind of nullability and default. */
export function randomSchema(random: () => number): string {
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const fields = (count: number, names: readonly string[]) =>
    Array.from({ length: count }, (_, n) => `f${n}: ${pick(wraps).replace('T', pick(names))}`);
  // An input refers to those after it only: a required cycle is invalid.
  const declared = inputs.map(
    (name, n) =>
      `input ${name} { ${fields(5, [...leaves, ...inputs.slice(n + 1)]).join(' ')} again: ${name} }`,
  );
  const calls = Array.from(
    { length: 2 },
    (_, n) => `c${n}(${fields(3, [...leaves, ...inputs]).join(' ')}): Thing`,
  );
  const sdl = `scalar Decimal enum Kind { X Y } ${declared.join('\n')}
    type Query { ${calls.join('\n')} thing: Thing! }
    type Mutation { ${calls.join('\n')} }
    type Thing { name: String nested(${fields(2, [...leaves, ...inputs]).join(' ')}): Thing }`;
  return withDefaults(sdl, random);
}

/** Adds a valid default to about half of the input fields and arguments. */
function withDefaults(sdl: string, random: () => number): string {
  const schema = buildSchema(sdl);
  return sdl.replace(/\bf\d: ([\w[\]!]+)/g, (text, printed) => {
    const type = typeFromAST(schema, parseType(printed));
    return isInputType(type) && random() < 0.5 ? `${text} = ${literalOf(type)}` : text;
  });
}
