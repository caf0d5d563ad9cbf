import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type NamedTypeNode,
  type TypeNode,
} from 'graphql';
import { argumentsOf, type Directives } from './directives.ts';
import { linksOf, loads, localName } from './links.ts';
import { combine, noRequirement, type Requirement } from './requirement.ts';
import { declaredRequirement, securityDirectives } from './security-directives.ts';

/** A field of the supergraph, with what its own directives declare (join spec v0.5). */
export type SupergraphField = {
  /** What the field itself requires; its type and its return type may require more. */
  readonly requirement: Requirement;
  /** Name of the return type without lists and non-null. */
  readonly returns: string;
  /** Subgraphs named by `@join__field`, less `external`; `undefined` when every subgraph of the type can resolve it. */
  readonly subgraphs: readonly string[] | undefined;
  /** Whether it is computed from fields of other subgraphs (`@requires`). */
  readonly isComputed: boolean;
  /** Items of the list for limits of cost (`@listSize`); `undefined` when none is declared. */
  readonly assumedSize: number | undefined;
};

/** A type of the supergraph. Only objects and interfaces have fields here. */
export type SupergraphType = {
  readonly kind: TypeKind;
  readonly requirement: Requirement;
  readonly interfaces: readonly string[];
  readonly subgraphs: readonly string[];
  readonly fields: ReadonlyMap<string, SupergraphField>;
};

export type Supergraph = ReadonlyMap<string, SupergraphType>;

export type TypeKind = 'Object' | 'Interface' | 'Union' | 'Enum' | 'Scalar' | 'InputObject';

const typeNode = /^(Object|Interface|Union|Enum|Scalar|InputObject)Type(Definition|Extension)$/;
type TypeNodeParts = {
  readonly name: { readonly value: string };
  readonly directives?: Directives;
  readonly interfaces?: readonly NamedTypeNode[];
  readonly fields?: readonly FieldDefinitionNode[];
};

function namedType(type: TypeNode): string {
  let inner: TypeNode = type;
  while ('type' in inner) inner = inner.type;
  return inner.name.value;
}

/** `PRODUCT` -> `product`: values of `join__Graph` -> names of the subgraphs. */
function subgraphNames({ definitions }: DocumentNode): ReadonlyMap<unknown, string> {
  const graphs = definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph'
      ? (node.values ?? [])
      : [],
  );
  return new Map(
    graphs.map(({ name, directives }) => [
      name.value,
      String(argumentsOf(directives, 'join__graph')[0]?.['name']),
    ]),
  );
}

/** The name of `@listSize` (cost spec v0.1), which `@link` may rename. */
function listSizeDirective(supergraph: DocumentNode): string {
  const link = linksOf(supergraph).find((one) => loads(one, 'cost'));
  return link ? localName(link, 'cost', 'listSize') : '';
}

/** Reads the types of a supergraph: owners by `join__*`, requirements by the security directives. */
export function readSupergraph(document: DocumentNode): Supergraph {
  const security = securityDirectives(document);
  const names = subgraphNames(document);
  const listSize = listSizeDirective(document);
  const subgraphsIn = (uses: readonly Readonly<Record<string, unknown>>[]): string[] => [
    ...new Set(uses.flatMap(({ graph }) => names.get(graph) ?? [])),
  ];

  const fieldOf = ({ directives, type }: FieldDefinitionNode): SupergraphField => {
    const uses = argumentsOf(directives, 'join__field');
    const sizes = argumentsOf(directives, listSize).map(({ assumedSize }) => assumedSize);
    return {
      requirement: declaredRequirement(directives, security),
      returns: namedType(type),
      subgraphs:
        uses.length > 0 ? subgraphsIn(uses.filter(({ external }) => external !== true)) : undefined,
      isComputed: uses.some(({ requires }) => requires !== undefined),
      assumedSize: sizes.find((size) => typeof size === 'number'),
    };
  };

  const types = new Map<string, SupergraphType>();
  for (const node of document.definitions) {
    const kind = node.kind.match(typeNode)?.[1] as TypeKind | undefined;
    if (!kind) continue;
    const { name, directives, interfaces = [], fields = [] } = node as TypeNodeParts;
    const before = types.get(name.value);
    types.set(name.value, {
      kind,
      requirement: combine([
        before?.requirement ?? noRequirement,
        declaredRequirement(directives, security),
      ]),
      interfaces: [...(before?.interfaces ?? []), ...interfaces.map((one) => one.name.value)],
      subgraphs: [
        ...(before?.subgraphs ?? []),
        ...subgraphsIn(argumentsOf(directives, 'join__type')),
      ],
      fields: new Map([
        ...(before?.fields ?? []),
        ...(kind === 'InputObject' ? [] : fields).map(
          (field) => [field.name.value, fieldOf(field)] as const,
        ),
      ]),
    });
  }
  return types;
}
