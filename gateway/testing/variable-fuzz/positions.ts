import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { objectTypes } from '../../operation/schema-types.ts';
import { literalOf } from './literals.ts';

/** A place of the variable `$v`: the text around it, its type, and whether the place has a default. */
type Place = {
  readonly text: string;
  readonly type: GraphQLInputType;
  readonly hasDefault: boolean;
};

/** An operation with one variable, `$v`, of this type. */
export type Case = { readonly query: string; readonly type: GraphQLInputType };

type Chain = { readonly root: 'query' | 'mutation'; readonly wrap: (inner: string) => string };

const argumentsOf = (args: readonly GraphQLArgument[], text?: string): string => {
  const all = [
    ...(text ? [text] : []),
    ...args.map(({ name, type }) => `${name}: ${literalOf(type)}`),
  ];
  return all.length > 0 ? `(${all.join(', ')})` : '';
};

/** Returns the place itself and all places inside it; each input type once on the way down. */
function placesIn(
  { text, type, hasDefault }: Place,
  above: readonly string[] = [],
): readonly Place[] {
  const here = { text, type, hasDefault };
  const inner = getNullableType(type);
  const inside = (part: string, partType: GraphQLInputType, partHasDefault: boolean) => ({
    text: text.replace('$v', part),
    type: partType,
    hasDefault: partHasDefault,
  });
  if (isListType(inner)) return [here, ...placesIn(inside('[$v]', inner.ofType, false), above)];
  if (!isInputObjectType(inner) || above.includes(inner.name)) return [here];
  const fields = Object.values(inner.getFields());
  return [
    here,
    ...fields.flatMap((field) => {
      const others = fields
        .filter((other) => other !== field && isRequiredInputField(other))
        .map((other) => `, ${other.name}: ${literalOf(other.type)}`);
      const part = `{${field.name}: $v${others.join('')}}`;
      return placesIn(inside(part, field.type, has(field)), [...above, inner.name]);
    }),
  ];
}

const has = ({ defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  defaultValue !== undefined;

/** Returns the declarations of `$v` that validation accepts at a place. */
function casesAt({ type, hasDefault }: Place, query: (declaration: string) => string): Case[] {
  const made = (declared: GraphQLInputType, suffix = '') => ({
    query: query(`$v: ${declared}${suffix}`),
    type: declared,
  });
  const exact = made(type);
  if (!isNonNullType(type)) return [exact];
  const nullable = type.ofType;
  return [
    exact,
    made(nullable, ` = ${literalOf(nullable)}`),
    ...(hasDefault ? [made(nullable), made(nullable, ' = null')] : []),
  ];
}

const selectionOf = ({ type }: GraphQLField<unknown, unknown>) =>
  isCompositeType(getNamedType(type)) ? ' { __typename }' : '';

/** Returns each object type with the shortest way to it from a root. */
function chainsOf(schema: GraphQLSchema): ReadonlyMap<GraphQLObjectType, Chain> {
  const chains = new Map<GraphQLObjectType, Chain>();
  const add = (type: GraphQLObjectType | null | undefined, chain: Chain) => {
    if (type && !chains.has(type)) chains.set(type, chain);
  };
  add(schema.getQueryType(), { root: 'query', wrap: (inner) => inner });
  add(schema.getMutationType(), { root: 'mutation', wrap: (inner) => inner });
  for (const [type, { root, wrap }] of chains) {
    for (const { name, args, type: returned } of Object.values(type.getFields())) {
      const field = `${name}${argumentsOf(args.filter(isRequiredArgument))}`;
      for (const one of objectTypes(schema, getNamedType(returned).name)) {
        add(one, {
          root,
          wrap: (inner) => wrap(`${field} { __typename ... on ${one.name} { ${inner} } }`),
        });
      }
    }
  }
  return chains;
}

/** Returns an operation for every argument, input field and item of a list that a variable can stand in. */
export const argumentCases = (schema: GraphQLSchema): Case[] =>
  [...chainsOf(schema)].flatMap(([type, { root, wrap }]) =>
    Object.values(type.getFields()).flatMap((field) =>
      field.args.flatMap((argument) => {
        const others = field.args.filter((one) => one !== argument && isRequiredArgument(one));
        const start = {
          text: `${argument.name}: $v`,
          type: argument.type,
          hasDefault: has(argument),
        };
        return placesIn(start).flatMap((place) => {
          const call = `${field.name}${argumentsOf(others, place.text)}${selectionOf(field)}`;
          return casesAt(place, (declaration) => `${root} (${declaration}) { ${wrap(call)} }`);
        });
      }),
    ),
  );

/** Returns an operation for `@skip` and `@include` at each kind of selection, of an object at the root. */
export function conditionCases(schema: GraphQLSchema): Case[] {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  const field = fields.find(
    ({ args, type }) => isObjectType(getNamedType(type)) && !args.some(isRequiredArgument),
  );
  if (!field) return [];
  const type = getNamedType(field.type);
  return ['skip', 'include'].flatMap((name) => {
    const directive = schema.getDirective(name);
    const [condition] = directive?.args ?? [];
    if (!condition) return [];
    const place = { text: '', type: condition.type, hasDefault: has(condition) };
    const at = `@${name}(if: $v)`;
    const selections = [
      [`${field.name} ${at} { __typename }`],
      [`${field.name} { __typename ... ${at} { __typename } }`],
      [`${field.name} { ...F ${at} }`, ` fragment F on ${type} { __typename }`],
      [`${field.name} { ...F }`, ` fragment F on ${type} { a: __typename ${at} b: __typename }`],
    ];
    return selections.flatMap(([selection, fragment = '']) =>
      casesAt(
        place,
        (declaration) => `query (${declaration}) { __typename ${selection} }${fragment}`,
      ),
    );
  });
}
