import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  TypeInfo,
  typeFromAST,
  ValidationContext,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import type { ParsedOperation } from './operation-request.ts';

type Variables = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** A variable that an operation cannot run with. The message quotes no value. */
export type VariableFault = {
  readonly message: string;
  readonly definition: VariableDefinitionNode;
};

/** Variable -> the non-null type of a position of it. */
type Required = ReadonlyMap<string, GraphQLInputType>;
const known = new WeakMap<GraphQLSchema, WeakMap<OperationDefinitionNode, Required>>();

/**
 * Returns the variables that stand in a non-null position: an argument, also of `@skip` and `@include`, an
 * input field, or an item of a list. Validation accepts a nullable variable there when it or the position
 * has a default (GraphQL specification, section 5.8.5).
 */
function requiredVariables(schema: GraphQLSchema, { document, operation }: ParsedOperation) {
  const ofSchema = known.get(schema) ?? new WeakMap<OperationDefinitionNode, Required>();
  known.set(schema, ofSchema);
  const before = ofSchema.get(operation);
  if (before) return before;
  const context = new ValidationContext(schema, document, new TypeInfo(schema), () => undefined);
  const required: Required = new Map(
    context
      .getRecursiveVariableUsages(operation)
      .flatMap(({ node, type }) => (isNonNullType(type) ? [[node.name.value, type]] : [])),
  );
  ofSchema.set(operation, required);
  return required;
}

/**
 * Returns the first fault of the variables, each judged against its own type and against every position that it
 * stands in, whatever `@skip` and `@include` say. graphql-js finds the second kind only while it
 * executes: in a subgraph, or in the query planner.
 */
export function variableFault(
  schema: GraphQLSchema,
  operation: ParsedOperation,
  variables: Variables,
): VariableFault | undefined {
  const definitions = operation.operation.variableDefinitions ?? [];
  if (definitions.length === 0) return undefined;
  const required = requiredVariables(schema, operation);
  for (const definition of definitions) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    // Validation refuses other types.
    if (!isInputType(type)) continue;
    const fault = faultOf(definition, type, required.get(name), variables);
    if (fault) return { message: `Variable "$${name}" ${fault}`, definition };
  }
  return undefined;
}

function faultOf(
  { variable: { name }, defaultValue }: VariableDefinitionNode,
  type: GraphQLInputType,
  position: GraphQLInputType | undefined,
  variables: Variables,
): string | undefined {
  const isGiven = Object.hasOwn(variables, name.value);
  // graphql-js stores values in objects with a prototype: this name cannot be stored.
  if (name.value === '__proto__') return 'has a reserved name. Rename it.';
  if (!isGiven && !defaultValue) {
    if (isNonNullType(type)) return `of required type "${type}" was not provided.`;
    // It would read the value of such a name from the prototype.
    return name.value in {} ? 'has a reserved name. Rename it, or provide a value.' : undefined;
  }
  const value = isGiven ? variables[name.value] : valueFromAST(defaultValue, type);
  if (value === null) {
    if (isNonNullType(type)) return `of non-null type "${type}" must not be null.`;
    return position && `must not be null: one of its positions has the type "${position}".`;
  }
  return isGiven ? coercionFault(name.value, value, type) : undefined;
}

function coercionFault(name: string, value: unknown, type: GraphQLInputType): string | undefined {
  const [fault] = inputFaults(value, type);
  return fault && `is invalid${printPath(name, fault.path)}: ${fault.message}`;
}

/** What is wrong inside a value. The message quotes no value. */
export type InputFault = { readonly path: Path; readonly message: string };

/** Returns every fault of a value that is given for this type, each with its path. */
export function inputFaults(value: unknown, type: GraphQLInputType): InputFault[] {
  const faults: InputFault[] = [];
  coerceInputValue(value, type, (path, _invalid, error) => {
    faults.push({ path, message: expectation(typeAt(type, path), error) });
  });
  return faults;
}

const printPath = (name: string, path: Path): string =>
  path.length === 0
    ? ''
    : ` at "${name}${path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}"`;

function typeAt(type: GraphQLInputType, path: Path): GraphQLInputType {
  return path.reduce<GraphQLInputType>((outer, key) => {
    const inner = getNullableType(outer);
    if (isListType(inner)) return inner.ofType;
    return isInputObjectType(inner) ? (inner.getFields()[key]?.type ?? inner) : inner;
  }, type);
}

/** What graphql-js says of input objects quotes no value. */
const structural =
  /^(Expected (non-nullable )?type "[^"]+" (not to be null|to be an object)\.|Field "\w{1,100}" (of required type "[^"]+" was not provided|is not defined by type "\w+"|must be non-null)\.|Exactly one key .+$)/;

/** Returns what is expected. Scalars of the shop describe it; those of graphql-js would quote the value. */
function expectation(type: GraphQLInputType, { message, extensions }: GraphQLError): string {
  const [safe] = structural.exec(message) ?? [];
  if (safe) return safe;
  return extensions['code'] === 'BAD_USER_INPUT' ? `${message}.` : `Expected type "${type}".`;
}
