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
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

type Field = GraphQLField<unknown, unknown>;
type Described = Pick<GraphQLArgument, 'description'> &
  Partial<Pick<GraphQLArgument, 'deprecationReason'>>;

/** Text as one line of a Markdown table. */
const line = (text: string | null | undefined): string =>
  (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

function typeLink(type: GraphQLOutputType | GraphQLInputType): string {
  const named = getNamedType(type);
  if (isSpecifiedScalarType(named)) return `\`${type}\``;
  return `[\`${type}\`](#${named.name.toLowerCase()})`;
}

/** A description, and whether it is deprecated. */
const describe = ({ description, deprecationReason }: Described): string =>
  [deprecationReason && `**Deprecated.** ${line(deprecationReason)}`, line(description)]
    .filter(Boolean)
    .join(' ');

function input(one: GraphQLArgument | GraphQLInputField, mark = ''): string {
  const fallback =
    one.defaultValue === undefined ? '' : `, default \`${JSON.stringify(one.defaultValue)}\``;
  return `| ${mark}\`${one.name}\` | ${typeLink(one.type)}${fallback} | ${describe(one)} |`;
}

/** Table rows for the fields of a type, each followed by its arguments. */
export const outputs = (fields: readonly Field[]): string[] => [
  '| field | type | |',
  '|---|---|---|',
  ...fields.flatMap((field) => [
    `| \`${field.name}\` | ${typeLink(field.type)} | ${describe(field)} |`,
    ...field.args.map((argument) => input(argument, '↳ ')),
  ]),
];

function rows(type: GraphQLNamedType): string[] {
  if (isUnionType(type)) return [`One of ${type.getTypes().map(typeLink).join(', ')}.`];
  if (isObjectType(type) || isInterfaceType(type)) {
    const implemented = type.getInterfaces().map(typeLink).join(', ');
    return [
      ...(implemented && [`Implements ${implemented}.`, '']),
      ...outputs(Object.values(type.getFields())),
    ];
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).map((one) => input(one));
    return ['| field | type | |', '|---|---|---|', ...fields];
  }
  if (!isEnumType(type)) return [];
  const values = type.getValues().map((one) => `| \`${one.name}\` | ${describe(one)} |`);
  return ['| value | |', '|---|---|', ...values];
}

/** The section of a type with its fields or values. */
export const section = (type: GraphQLNamedType): string =>
  [`#### ${type.name}`, '', describe(type), '', ...rows(type)].join('\n').trim();
