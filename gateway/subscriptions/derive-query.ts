import { createHash } from 'node:crypto';
import { type Fragments, fragmentsOf } from '@shop/service';
import {
  type ArgumentNode,
  type DefinitionNode,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parseType,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { operationError } from '../operation/errors.ts';
import type { OperationRequest } from '../operation/operation-request.ts';
import { type SubscriptionField, subscriptionFields } from './fields.ts';

type Values = Readonly<Record<string, unknown>>;

/** The query by which a subscription reads what it has selected of one entity. */
export type DerivedQuery = OperationRequest & {
  /** Of the field of `Subscription`. */
  readonly name: string;
  readonly field: SubscriptionField;
  /** Key of the root field in responses, as the client calls it. */
  readonly responseKey: string;
  /** Returns the arguments of the subscription. */
  argsOf(variables: Values): Values;
  /** Returns the variables with which the query reads this entity. */
  variablesFor(variables: Values, id: string): Values;
};

const derived = new WeakMap<OperationDefinitionNode, DerivedQuery>();

/** Derives the query of a validated subscription; each once. Throws BAD_REQUEST for a field that is not served. */
export function deriveQuery(schema: GraphQLSchema, request: OperationRequest): DerivedQuery {
  const known = derived.get(request.operation);
  if (known) return known;
  const query = derive(schema, request);
  derived.set(request.operation, query);
  return query;
}

function derive(schema: GraphQLSchema, request: OperationRequest): DerivedQuery {
  const { document, operation, queryHash } = request;
  const root = schema.getSubscriptionType();
  const nodes = rootFields(operation.selectionSet, fragmentsOf(document));
  const [node] = nodes;
  const name = node?.name.value ?? '';
  const definition = root?.getFields()[name];
  const field = Object.hasOwn(subscriptionFields, name) ? subscriptionFields[name] : undefined;
  if (!node || !definition || !field) throw notServed(name);

  const { names, argumentNodes, definitions } = newVariables(schema, operation, field);
  const query: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    ...(operation.name && { name: operation.name }),
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...definitions],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: nodes.map((one) => readField(one, field, argumentNodes)),
    },
  };
  const fragments = document.definitions.filter(
    (one: DefinitionNode) =>
      one.kind === Kind.FRAGMENT_DEFINITION && one.typeCondition.name.value !== root?.name,
  );
  const argsOf = (variables: Values) => getArgumentValues(definition, node, variables);
  return {
    name,
    document: { kind: Kind.DOCUMENT, definitions: [query, ...fragments] },
    operation: query,
    queryHash: createHash('sha256').update(`read ${queryHash}`).digest('hex'),
    field,
    responseKey: node.alias?.value ?? name,
    argsOf,
    variablesFor(variables, id) {
      const args = argsOf(variables);
      const own = [...names].map(([argument, variable]) => [variable, args[argument]]);
      const read = { ...variables, ...Object.fromEntries(own) };
      return field.idArgument ? { ...read, [names.get('') ?? '']: id } : read;
    },
  };
}

/** Returns the root fields in fragments too; validation has made sure that they are one field. */
function rootFields({ selections }: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return selections.flatMap((selection): FieldNode[] => {
    if (selection.directives?.length) throw conditional();
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return rootFields(selection.selectionSet, fragments);
    }
    const fragment = fragments.get(selection.name.value);
    return fragment ? rootFields(fragment.selectionSet, fragments) : [];
  });
}

const readField = (
  node: FieldNode,
  { query }: SubscriptionField,
  argumentNodes: readonly ArgumentNode[],
): FieldNode => ({
  ...node,
  alias: node.alias ?? node.name,
  name: { kind: Kind.NAME, value: query },
  arguments: argumentNodes,
});

/** Adds variables for the id and the arguments that are passed on, under names that the client does not use. */
function newVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  field: SubscriptionField,
) {
  const types = new Map(
    schema
      .getQueryType()
      ?.getFields()
      [field.query]?.args.map(({ name, type }) => [name, String(type)]),
  );
  const taken = new Set(
    (operation.variableDefinitions ?? []).map((one) => one.variable.name.value),
  );
  const names = new Map<string, string>();
  const argumentNodes: ArgumentNode[] = [];
  const definitions: VariableDefinitionNode[] = [];
  const add = (from: string, to: string, type: string) => {
    let name = `read_${to}`;
    while (taken.has(name)) name += '_';
    names.set(from, name);
    const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
    definitions.push({ kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(type) });
    argumentNodes.push({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: to },
      value: variable,
    });
  };
  if (field.idArgument) add('', field.idArgument, 'ID!');
  for (const [from, to] of Object.entries(field.passed ?? {})) {
    add(from, to, types.get(to) ?? 'String');
  }
  return { names, argumentNodes, definitions };
}

const notServed = (name: string) =>
  operationError('BAD_REQUEST', `The subscription \`${name}\` is not served.`);

const conditional = () =>
  operationError(
    'GRAPHQL_VALIDATION_FAILED',
    'The field of a subscription takes no directive, and neither do the fragments around it.',
  );
