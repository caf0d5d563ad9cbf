import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  valueFromASTUntyped,
} from 'graphql';

type Directed = { readonly directives?: readonly ConstDirectiveNode[] | undefined };

const valuesOf = (node: Directed, directive: string): Record<string, unknown>[] =>
  (node.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: list = [] }) =>
      Object.fromEntries(list.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
    );

/** Describes who may read a type or field; `undefined` when everyone may. */
function accessOf(node: Directed): string | undefined {
  const [required] = valuesOf(node, 'requiresScopes');
  if (required) {
    const choices = (required['scopes'] as string[][]).map((all) =>
      all.map((scope) => `\`${scope}\``).join(' and '),
    );
    return `viewers with ${choices.join(', or ')}`;
  }
  return valuesOf(node, 'authenticated').length > 0 ? 'authenticated viewers' : undefined;
}

/** Reads what the API schema does not contain: the subgraphs that resolve a field, and who may read it. */
export function readSupergraph(sdl: string) {
  const owners = new Map<string, string[]>();
  const access = new Map<string, string>();
  const read = (coordinate: string, node: Directed) => {
    const graphs = [...valuesOf(node, 'join__type'), ...valuesOf(node, 'join__field')]
      .filter((one) => one['external'] !== true)
      .map((one) =>
        String(one['graph'] ?? '')
          .toLowerCase()
          .replaceAll('_', '-'),
      )
      .filter(Boolean);
    owners.set(coordinate, [...new Set(graphs)]);
    const required = accessOf(node);
    if (required) access.set(coordinate, required);
  };
  for (const node of parse(sdl).definitions) {
    if (!('name' in node) || !node.name) continue;
    read(node.name.value, node as Directed);
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of (node as ObjectTypeDefinitionNode).fields ?? []) {
      read(`${node.name.value}.${field.name.value}`, field as FieldDefinitionNode);
    }
  }
  return { owners, access };
}
export type Supergraph = ReturnType<typeof readSupergraph>;
