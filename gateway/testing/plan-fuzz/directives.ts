import {
  type DirectiveNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What the directives of one subgraph say about its types and fields. */
export type Directives = {
  /** The keys of each type. */
  readonly keys: ReadonlyMap<string, readonly SelectionSetNode[]>;
  /** What each field requires, by `Type.field`. */
  readonly requires: ReadonlyMap<string, SelectionSetNode>;
};

function fieldsOf({ arguments: given = [] }: DirectiveNode): SelectionSetNode {
  const value = given.find(({ name }) => name.value === 'fields')?.value;
  const text = value?.kind === Kind.STRING ? value.value : '';
  const [operation] = parse(`{ ${text} }`).definitions as OperationDefinitionNode[];
  return (operation as OperationDefinitionNode).selectionSet;
}

/** Reads `@key` and `@requires` from the SDL of a subgraph. */
export function readDirectives(sdl: string): Directives {
  const keys = new Map<string, SelectionSetNode[]>();
  const requires = new Map<string, SelectionSetNode>();
  const read = (node: Pick<ObjectTypeDefinitionNode, 'name' | 'directives' | 'fields'>) => {
    const own = node.directives?.filter(({ name }) => name.value === 'key') ?? [];
    if (own.length > 0) {
      keys.set(node.name.value, [...(keys.get(node.name.value) ?? []), ...own.map(fieldsOf)]);
    }
    for (const { name, directives = [] } of node.fields ?? []) {
      const required = directives.find((directive) => directive.name.value === 'requires');
      if (required) requires.set(`${node.name.value}.${name.value}`, fieldsOf(required));
    }
  };
  visit(parse(sdl), {
    ObjectTypeDefinition: (node) => read(node),
    ObjectTypeExtension: (node) => read(node),
    InterfaceTypeDefinition: (node) => read(node),
  });
  return { keys, requires };
}

/** Returns the fields at the top of a selection. */
export const topFields = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));

/** Returns those that are leaves. */
export const topLeaves = ({ selections }: SelectionSetNode): string[] =>
  selections.flatMap((node) =>
    node.kind === Kind.FIELD && !node.selectionSet ? [node.name.value] : [],
  );
