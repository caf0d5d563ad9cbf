import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import type { Supergraph } from './supergraph.ts';

type Field = GraphQLField<unknown, unknown>;

/** One line, safe in a table. */
const line = (text: string | null | undefined): string =>
  (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

function typeLink(type: GraphQLOutputType | GraphQLInputType): string {
  const named = getNamedType(type);
  if (isSpecifiedScalarType(named)) return `\`${type}\``;
  return `[\`${type}\`](#${named.name.toLowerCase()})`;
}

/** A description and who may have it. */
const said = (description: string | null | undefined, access: string | undefined): string =>
  [line(description), access && `*For: ${access}.*`].filter(Boolean).join(' ');

function input(one: GraphQLArgument | GraphQLInputField, mark = ''): string {
  const absent =
    one.defaultValue === undefined ? '' : `, else \`${JSON.stringify(one.defaultValue)}\``;
  return `| ${mark}\`${one.name}\` | ${typeLink(one.type)}${absent} | ${line(one.description)} |`;
}

/** Rows of the fields of this type, each with the arguments it takes below it. */
export const outputs = (
  type: string,
  fields: readonly Field[],
  { access }: Supergraph,
): string[] => [
  '| field | type | |',
  '|---|---|---|',
  ...fields.flatMap((field) => [
    `| \`${field.name}\` | ${typeLink(field.type)} | ${said(field.description, access.get(`${type}.${field.name}`))} |`,
    ...field.args.map((argument) => input(argument, '↳ ')),
  ]),
];

function rows(type: GraphQLNamedType, graph: Supergraph): string[] {
  if (isObjectType(type)) return outputs(type.name, Object.values(type.getFields()), graph);
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).map((one) => input(one));
    return ['| field | type | |', '|---|---|---|', ...fields];
  }
  if (!isEnumType(type)) return [];
  const values = type.getValues().map((one) => `| \`${one.name}\` | ${line(one.description)} |`);
  return ['| value | |', '|---|---|', ...values];
}

/** A type with all that is in it. */
export const section = (type: GraphQLNamedType, graph: Supergraph): string =>
  [
    `#### ${type.name}`,
    '',
    said(type.description, graph.access.get(type.name)),
    '',
    ...rows(type, graph),
  ]
    .join('\n')
    .trim();
