import {
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type StringValueNode,
  visit,
} from 'graphql';

/** Returns the codes that a mutation declares with `@refuses`; `undefined` when it declares none. */
export function declaredCodes({ directives = [] }: FieldDefinitionNode): string[] | undefined {
  const values = directives.find(({ name }) => name.value === 'refuses')?.arguments?.[0]?.value;
  if (values?.kind !== Kind.LIST) return undefined;
  return values.values.flatMap((value) => (value.kind === Kind.ENUM ? [value.value] : []));
}

/** Returns the SDL of a subgraph where the description of each mutation ends with its codes. */
export const describeRefusals = (sdl: DocumentNode): DocumentNode =>
  visit(sdl, {
    FieldDefinition(node) {
      const codes = declaredCodes(node);
      if (!codes) return undefined;
      const list = codes.map((code) => `\`${code}\``).join(', ');
      const text = `${node.description?.value ?? ''}\n\nMay be refused with ${list}.`;
      const description: StringValueNode = { kind: Kind.STRING, value: text, block: true };
      return { ...node, description };
    },
  });
