import {
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isInputType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';

/** A part of a request outside its body, and the variable or field of `$input` that it is. */
export type Parameter = {
  readonly in: 'path' | 'query' | 'header';
  /** Name for clients. */
  readonly name: string;
  /** Name in the document. */
  readonly key: string;
  readonly type: GraphQLInputType;
  readonly isRequired: boolean;
  readonly description?: string;
  readonly defaultValue?: unknown;
};

export type Inputs = {
  readonly parameters: readonly Parameter[];
  /** The type of `$input`. Its fields that stand nowhere else are the body; `undefined` without any. */
  readonly input: GraphQLInputObjectType | undefined;
};

/** Variables and input fields that are headers: standard ones, and tokens, which do not belong into logs of URLs. */
export const headerOf: Readonly<Record<string, string>> = {
  idempotencyKey: 'Idempotency-Key',
  expectedVersion: 'If-Match',
  orderToken: 'Order-Token',
  cartToken: 'Cart-Token',
};

/** Returns the names in braces. */
export const namesIn = (path: string): string[] =>
  [...path.matchAll(/\{([\w.]+)\}/g)].map(([, name = '']) => name);

/** Returns where each variable of an operation comes from. */
export function inputsOf(
  schema: GraphQLSchema,
  definition: OperationDefinitionNode,
  path: string,
): Inputs {
  const inPath = namesIn(path);
  const place = (key: string): Pick<Parameter, 'in' | 'name' | 'key'> => {
    if (inPath.includes(key)) return { in: 'path', name: key, key };
    const header = headerOf[key];
    return header ? { in: 'header', name: header, key } : { in: 'query', name: key, key };
  };
  let input: GraphQLInputObjectType | undefined;
  const parameters: Parameter[] = [];
  for (const { variable, type: node, defaultValue } of definition.variableDefinitions ?? []) {
    const key = variable.name.value;
    const type = typeFromAST(schema, node);
    if (!isInputType(type)) continue;
    const nullable = getNullableType(type);
    if (key === 'input' && isInputObjectType(nullable)) {
      input = nullable;
      parameters.push(...fieldsOf(nullable, place));
      continue;
    }
    const given = defaultValue && { defaultValue: valueFromAST(defaultValue, type) };
    const isRequired = node.kind === Kind.NON_NULL_TYPE && !defaultValue;
    parameters.push({ ...place(key), type, isRequired, ...given });
  }
  const missing = inPath.find((name) => parameters.every(({ key }) => key !== name));
  if (missing) throw new GraphQLError(`The document has no variable for {${missing}}.`);
  return { parameters, input };
}

/** Returns the fields of an input that stand in the path or in a header. */
const fieldsOf = (
  input: GraphQLInputObjectType,
  place: (key: string) => Pick<Parameter, 'in' | 'name' | 'key'>,
): Parameter[] =>
  Object.values(input.getFields()).flatMap((field) => {
    const where = place(field.name);
    if (where.in === 'query') return [];
    // The gateway makes a key when the client has none.
    const isRequired = isRequiredInputField(field) && field.name !== 'idempotencyKey';
    const description = field.description ? { description: field.description } : {};
    return [{ ...where, type: field.type, isRequired, ...description }];
  });
