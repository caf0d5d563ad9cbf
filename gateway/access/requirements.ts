import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type NamedTypeNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { type SecuritySpec, securityDirectives } from './links.ts';
import { allOf, implies, noRequirement, type Requirement } from './requirement.ts';

/** `Type.field` of every object type in the supergraph -> what it asks of a viewer. */
export type Requirements = ReadonlyMap<string, Requirement>;

type Declared = {
  readonly isInterface: boolean;
  readonly own: Requirement;
  readonly interfaces: readonly string[];
  readonly fields: ReadonlyMap<string, { readonly own: Requirement; readonly returns: string }>;
};

function declared(
  directives: readonly DirectiveNode[] | undefined,
  names: ReadonlyMap<string, SecuritySpec>,
): Requirement {
  const found = (directives ?? []).flatMap((directive): Requirement[] => {
    const spec = names.get(directive.name.value);
    if (spec === 'authenticated') return [{ authenticated: true, scopes: [[]] }];
    if (spec !== 'requiresScopes') return [];
    const scopes = directive.arguments?.find(({ name }) => name.value === 'scopes');
    // Without its argument it can be met by nobody.
    return [
      {
        authenticated: true,
        scopes: scopes ? (valueFromASTUntyped(scopes.value) as string[][]) : [],
      },
    ];
  });
  return allOf(found);
}

const namedType = (type: TypeNode): string => {
  let inner: TypeNode = type;
  while ('type' in inner) inner = inner.type;
  return (inner as NamedTypeNode).name.value;
};

function declaredTypes(supergraph: DocumentNode): Map<string, Declared> {
  const names = securityDirectives(supergraph);
  const types = new Map<string, Declared>();
  for (const node of supergraph.definitions) {
    if (!/^(Object|Interface|Scalar|Enum)Type/.test(node.kind) || !('name' in node)) continue;
    const before = types.get(node.name?.value ?? '');
    const fields = 'fields' in node ? ((node.fields ?? []) as readonly FieldDefinitionNode[]) : [];
    types.set(node.name?.value ?? '', {
      isInterface: node.kind.startsWith('Interface'),
      own: allOf([before?.own ?? noRequirement, declared(node.directives, names)]),
      interfaces: [
        ...(before?.interfaces ?? []),
        ...('interfaces' in node ? (node.interfaces ?? []).map(({ name }) => name.value) : []),
      ],
      fields: new Map([
        ...(before?.fields ?? []),
        ...fields.map((field): [string, { own: Requirement; returns: string }] => [
          field.name.value,
          { own: declared(field.directives, names), returns: namedType(field.type) },
        ]),
      ]),
    });
  }
  return types;
}

/**
 * Reads `@authenticated` and `@requiresScopes` from a supergraph. A field asks for what it declares,
 * what its type declares, and what its named return type declares.
 *
 * Interfaces: what one declares holds for every type that implements it, since rules are asked about
 * object types only. Composition itself writes on an interface what its implementing types ask for
 * together; such a summary adds nothing and is left out, or a stranger type would pay for its sisters.
 */
export function readRequirements(supergraph: DocumentNode): Requirements {
  const types = declaredTypes(supergraph);
  const objects = [...types].filter(([, type]) => !type.isInterface);
  const implementing = (name: string) =>
    objects.filter(([, type]) => type.interfaces.includes(name)).map(([, type]) => type);
  const fieldOf = (type: Declared, field: string) =>
    allOf([type.own, type.fields.get(field)?.own ?? noRequirement]);

  const ofInterface = (name: string, own: Requirement, stated: (type: Declared) => Requirement) =>
    implies(allOf(implementing(name).map(stated)), own) ? noRequirement : own;
  const ofType = (name: string): Requirement => {
    const type = types.get(name);
    if (!type?.isInterface) return type?.own ?? noRequirement;
    return ofInterface(name, type.own, ({ own }) => own);
  };
  const ofInterfaceField = (name: string, field: string): Requirement => {
    const type = types.get(name);
    if (!type?.fields.has(field)) return noRequirement;
    return ofInterface(name, fieldOf(type, field), (object) => fieldOf(object, field));
  };

  return new Map(
    objects.flatMap(([name, type]) =>
      [...type.fields].map(([field, { returns }]): [string, Requirement] => [
        `${name}.${field}`,
        allOf([
          fieldOf(type, field),
          ofType(returns),
          ...type.interfaces.map((one) => ofInterfaceField(one, field)),
        ]),
      ]),
    ),
  );
}
