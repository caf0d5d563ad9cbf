import type { ConstDirectiveNode, DocumentNode } from 'graphql';
import { type Directives, directiveArguments } from './directives.ts';

/** Arguments of `@join__type` and `@join__field` that hold a field set (join spec v0.5). */
const fieldSets = ['key', 'requires', 'provides'];
const names = /[_A-Za-z][_0-9A-Za-z]*/g;

type WithDirectives = {
  readonly directives?: Directives;
  readonly fields?: readonly { readonly directives?: Directives }[];
};

const fieldSetsIn = (directive: ConstDirectiveNode): string[] => {
  const args = directiveArguments(directive);
  return fieldSets.flatMap((name) => (typeof args[name] === 'string' ? [args[name]] : []));
};

/**
 * Returns every name in the `@key`, `@requires` and `@provides` field sets of a supergraph: the fields that
 * a query planner selects for itself. Type conditions and arguments in a field set are names too.
 */
export function fieldSetNames({ definitions }: DocumentNode): ReadonlySet<string> {
  const nodes = definitions.flatMap((node) => {
    const { directives = [], fields = [] } = node as WithDirectives;
    return [...directives, ...fields.flatMap((field) => field.directives ?? [])];
  });
  const join = nodes.filter(({ name }) => name.value.startsWith('join__'));
  return new Set(
    join
      .flatMap((node) => fieldSetsIn(node as ConstDirectiveNode))
      .flatMap((set) => set.match(names) ?? []),
  );
}
