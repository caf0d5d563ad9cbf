import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type StringValueNode,
  visit,
} from 'graphql';
import { declaredRequirement, isOpen, type SecuritySpec } from '../../supergraph/index.ts';
import { accessWords } from './access-words.ts';

/** The names under which schema/shared.graphql imports the security directives. */
const names = new Map<string, SecuritySpec>([
  ['authenticated', 'authenticated'],
  ['requiresScopes', 'requiresScopes'],
]);
const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** Returns the codes that a mutation declares with `@refuses`; `undefined` when it declares none. */
export function declaredCodes({ directives = [] }: FieldDefinitionNode): string[] | undefined {
  const values = directives.find(({ name }) => name.value === 'refuses')?.arguments?.[0]?.value;
  if (values?.kind !== Kind.LIST) return undefined;
  return values.values.flatMap((value) => (value.kind === Kind.ENUM ? [value.value] : []));
}

/** Describes who may use a field or type, when it declares that or `isRoot`, and the codes of its refusals. */
function endingOf(node: FieldDefinitionNode | ObjectTypeDefinitionNode, isRoot: boolean): string {
  const requirement = declaredRequirement(node.directives, names);
  const codes = node.kind === Kind.FIELD_DEFINITION ? declaredCodes(node) : undefined;
  const list = codes?.map((code) => `\`${code}\``).join(', ');
  return [
    (isRoot || !isOpen(requirement)) && accessWords(requirement),
    list && `May be refused with ${list}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function described<T extends FieldDefinitionNode | ObjectTypeDefinitionNode>(
  node: T,
  isRoot = false,
): T {
  const ending = endingOf(node, isRoot);
  if (!ending) return node;
  const value = [node.description?.value, ending].filter(Boolean).join('\n\n');
  const description: StringValueNode = { kind: Kind.STRING, value, block: true };
  return { ...node, description };
}

/**
 * Returns the SDL of a subgraph where the description of each root field and of each restricted type and field ends with
 * who may use it, and that of each mutation with the codes of its refusals.
 */
export const describeAccess = (sdl: DocumentNode): DocumentNode =>
  visit(sdl, {
    ObjectTypeDefinition(type) {
      const isRoot = roots.has(type.name.value);
      const fields = type.fields?.map((field) => described(field, isRoot)) ?? [];
      return { ...described(type), fields };
    },
  });
