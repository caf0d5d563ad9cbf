import {
  type DocumentNode,
  type FieldNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

type Request = { readonly query: string; readonly variables: Variables };
type Variables = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** Paths at most: the errors at all of them are the same. */
const maxPaths = 100;

/**
 * Returns the paths in a subgraph's response that a request asks for: its root fields, or the fields of each
 * entity. They become paths of the client's response.
 */
export function requestedPaths({ query, variables }: Request): Path[] {
  const document = parse(query, { noLocation: true });
  const paths = rootFields(document, variables).flatMap((field): Path[] => {
    const name = keyOf(field);
    return name === '_entities' ? entityPaths(field, variables) : [[name]];
  });
  return paths.slice(0, maxPaths);
}

/** Returns the root fields of a request to a subgraph that are not skipped. */
export function rootFields(document: DocumentNode, variables: Variables): FieldNode[] {
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return fieldsOf((operation as OperationDefinitionNode).selectionSet, variables);
}

function entityPaths({ selectionSet }: FieldNode, variables: Variables): Path[] {
  const entities = variables['representations'];
  if (!selectionSet || !Array.isArray(entities)) return [];
  return entities.slice(0, maxPaths).flatMap(({ __typename }, n) => {
    const names = new Set(fieldsOf(selectionSet, variables, __typename).map(keyOf));
    names.delete('__typename');
    return [...names].map((name) => ['_entities', n, name]);
  });
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/** The fields of a selection, of one type where there are type conditions. */
function fieldsOf(
  { selections }: SelectionSetNode,
  variables: Variables,
  type?: string,
): FieldNode[] {
  return selections.flatMap((node) => {
    if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return [];
    if (getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false) return [];
    if (node.kind === Kind.FIELD) return [node];
    // Apollo Gateway sends no fragments of other kinds.
    if (node.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = node.typeCondition?.name.value;
    const applies = condition === undefined || type === undefined || condition === type;
    return applies ? fieldsOf(node.selectionSet, variables, type) : [];
  });
}
