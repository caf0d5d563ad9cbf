import {
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Operation } from '../serve-shielded.ts';
import { type Choices, type Style, randomOperation as write } from '../write-operation.ts';

/** Names that query plans or JavaScript use too, and names of other fields. */
const aliases = [
  'id',
  'sku',
  'name',
  'price',
  '_entities',
  '__typename',
  '__proto__',
  'toString',
  'constructor',
];
/** Fields of one operation, from which on objects are left out. */
const maxFields = 25;

const literals: Readonly<Record<string, string>> = { Int: '2', Float: '1.5', Boolean: 'true' };

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return `[${literalOf(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (!isInputObjectType(type)) return literals[type.name] ?? '"text"';
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map(({ name, type: inner }) => `${name}: ${literalOf(inner)}`).join(' ')} }`;
}

function styleOf({ random, chance, pick, variable }: Choices): Style {
  let fields = 0;

  function argument({ name, type }: GraphQLArgument): string {
    const isId = String(getNamedType(type)) === 'ID' || name === 'first';
    if (isId && !isListType(type) && chance(0.5)) {
      return `${name}: ${variable(String(type), name === 'first' ? 2 : 'text')}`;
    }
    return `${name}: ${literalOf(type)}`;
  }

  function givenCondition(value: boolean): string | boolean {
    const choice = random();
    if (choice < 0.3) return value;
    if (choice < 0.8) return variable('Boolean!', value);
    return variable(`Boolean! = ${value}`, undefined);
  }

  return {
    mutation: 0.15,
    fragment: { onObject: 0.1, onAbstract: 0.6 },
    inlineFragment: 0.6,
    typename: 0.06,
    maxSelections: () => 4,
    operationName: () => (chance(0.5) ? 'Fuzz' : ''),
    isFull: () => fields > maxFields,
    alias(field) {
      if (!field) return 't: ';
      fields++;
      if (field.args.length === 0 && !chance(0.15)) return '';
      return `${chance(0.2) ? pick(aliases) : `a${fields}`}: `;
    },
    arguments({ args }) {
      const given = args.filter((arg) => isRequiredArgument(arg) || chance(0.3));
      return given.length > 0 ? `(${given.map(argument).join(', ')})` : '';
    },
    condition() {
      if (!chance(0.12)) return '';
      const given = givenCondition(chance(0.5));
      return ` @${pick(['skip', 'include'])}(if: ${given})`;
    },
    complete: () => '',
  };
}

/** Returns a random operation that is valid for the schema. */
export const randomOperation = (schema: GraphQLSchema, random: () => number): Operation =>
  write(schema, random, styleOf);
