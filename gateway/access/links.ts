import {
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/** The directives that this gateway enforces itself. */
export type SecuritySpec = 'authenticated' | 'requiresScopes';

const argument = (
  { arguments: given }: { readonly arguments?: DirectiveNode['arguments'] },
  name: string,
): ValueNode | undefined => given?.find((one) => one.name.value === name)?.value;

const textOf = (value: ValueNode | undefined): string | undefined =>
  value?.kind === Kind.STRING ? value.value : undefined;

/** Which of our specs a `@link` (or `@core`) loads, by its url: core-schemas spec, section 5. */
export const securitySpecOf = (link: DirectiveNode): SecuritySpec | undefined =>
  textOf(argument(link, 'url') ?? argument(link, 'feature'))?.match(
    /\/(authenticated|requiresScopes)\/v\d/,
  )?.[1] as SecuritySpec | undefined;

type Import = string | { readonly name: string; readonly as?: string };

function localName(link: DirectiveNode, spec: SecuritySpec): string {
  const imports = argument(link, 'import');
  const list = imports ? (valueFromASTUntyped(imports) as Import[]) : [];
  for (const one of list) {
    const { name, as = name } = typeof one === 'string' ? { name: one } : one;
    if (name === `@${spec}`) return as.slice(1);
  }
  return textOf(argument(link, 'as')) ?? spec;
}

/** What the supergraph calls the security directives: local name -> spec, renames honoured. */
export function securityDirectives(supergraph: DocumentNode): ReadonlyMap<string, SecuritySpec> {
  const links = supergraph.definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
      ? (node.directives ?? [])
      : [],
  );
  const names = new Map<string, SecuritySpec>();
  for (const link of links) {
    const spec = securitySpecOf(link);
    if (spec) names.set(localName(link, spec), spec);
  }
  return names;
}
