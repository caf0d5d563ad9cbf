import type { GraphQLArgument, GraphQLSchema } from 'graphql';
import type { Operation } from '../serve-shielded.ts';
import { type Choices, type Style, randomOperation as write } from '../write-operation.ts';

/** ApolloGateway loses both of these when one is skipped: it fetches their `@requires` together. */
const unconditional = new Set(['shippingCost', 'margin']);
/** Names that query plans or JavaScript use too: key fields, required fields, introspection, prototypes. */
const aliases = [
  ...['id', 'id', 'weight', 'cost', 'amount', 'name', '_entities', 'representations'],
  ...['__typename', '__id', '__proto__', 'constructor', 'toString', 'name__alias_0'],
];
const variableNames = ['representations', '_representations', '__proto__', 'id', 'toString'];
const argumentTypes: Readonly<Record<string, string>> = { first: 'Int', id: 'ID!' };
const ids = ['person-0', 'person-2', 'product-1', 'product-3', 'order-0', 'order-2', 'unknown'];

function styleOf({ random, chance, pick, variable }: Choices): Style {
  let count = 0;
  const newVariable = (type: string, value: unknown) =>
    variable(type, value, chance(0.2) ? pick(variableNames) : undefined);

  const argument = ({ name }: GraphQLArgument): string[] => {
    const isFirst = name === 'first';
    const value = isFirst ? Math.floor(random() * 4) : pick(ids);
    if (isFirst && chance(0.4)) return [];
    const type = argumentTypes[name] ?? 'String!';
    return [`${name}: ${chance(0.5) ? newVariable(type, value) : JSON.stringify(value)}`];
  };

  return {
    mutation: 0.2,
    fragment: { onObject: 0.15, onAbstract: 0.8 },
    inlineFragment: 0.5,
    typename: 0.08,
    maxSelections: (depth) => (depth === 0 ? 3 : 4),
    operationName: () => 'Fuzz',
    isFull: () => false,
    alias(field) {
      // Arguments differ from place to place, so such fields get an alias.
      if (field?.args.length === 0 && !chance(0.25)) return '';
      return `${chance(0.4) ? pick(aliases) : `a${count++}`}: `;
    },
    arguments({ args }) {
      const given = args.flatMap(argument);
      return given.length > 0 ? `(${given.join(', ')})` : '';
    },
    condition(field) {
      if ((field && unconditional.has(field.name)) || !chance(0.15)) return '';
      const value = chance(0.5);
      const given = chance(0.5) ? newVariable('Boolean!', value) : value;
      return ` @${pick(['skip', 'include'])}(if: ${given})`;
    },
    // ApolloGateway itself loses `... on Interface { ... on Object }` below an object whose type name
    // it has not fetched, and an object with every field skipped; this test does not measure that.
    complete: (selections) =>
      selections.some((text) => /^\.\.\.| @(skip|include)/.test(text)) ? ' __typename' : '',
  };
}

/** Returns a random operation that is valid for the schema. */
export const randomOperation = (schema: GraphQLSchema, random: () => number): Operation =>
  write(schema, random, styleOf);
