import {
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  valueFromASTUntyped,
} from 'graphql';

/** `Type.field` -> the subgraphs whose data it certainly shows. */
export type Sources = ReadonlyMap<string, readonly string[]>;

const named = (directives: readonly ConstDirectiveNode[] | undefined, name: string) =>
  (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map(
      (directive) =>
        Object.fromEntries(
          (directive.arguments ?? []).map((one) => [
            one.name.value,
            valueFromASTUntyped(one.value),
          ]),
        ) as Record<string, unknown>,
    );

/** `PRODUCT` -> `product`: what the supergraph calls the subgraphs. */
function graphNames(supergraph: DocumentNode): ReadonlyMap<unknown, string> {
  const graphs = supergraph.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  return new Map(
    (graphs?.values ?? []).map(({ name, directives }) => [
      name.value,
      String(named(directives, 'join__graph')[0]?.['name']),
    ]),
  );
}

/**
 * Where the fields of a supergraph come from (join spec v0.5). What several subgraphs can give, such as a
 * key or a shared value, is no source of its own: it says the same wherever it is read. A field that is
 * computed from others (`@requires`) has every subgraph of its type as its source.
 */
export function readSources(supergraph: DocumentNode): Sources {
  const names = graphNames(supergraph);
  const subgraphs = (marks: readonly Record<string, unknown>[]): string[] => [
    ...new Set(marks.flatMap(({ graph }) => names.get(graph) ?? [])),
  ];
  const objects = supergraph.definitions.filter(
    (node): node is ObjectTypeDefinitionNode => node.kind === Kind.OBJECT_TYPE_DEFINITION,
  );
  return new Map(
    objects.flatMap((type) => {
      const ofType = subgraphs(named(type.directives, 'join__type'));
      return (type.fields ?? []).map((field): [string, readonly string[]] => {
        const marks = named(field.directives, 'join__field');
        const owners = subgraphs(marks.filter(({ external }) => external !== true));
        const givers = marks.length > 0 ? owners : ofType;
        const isComputed = marks.some(({ requires }) => requires !== undefined);
        const sources = isComputed ? ofType : givers.length === 1 ? givers : [];
        return [`${type.name.value}.${field.name.value}`, sources];
      });
    }),
  );
}
