import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  GraphQLInt,
  getNamedType,
  Kind,
  valueFromAST,
  visit,
} from 'graphql';

/** Arguments that set how many items a list returns (Relay cursor connections). */
const sizeArguments = ['first', 'last'];
/** Items of a page when the client names no size; the subgraphs' default too. */
const defaultSize = 20;
/** The largest page that a subgraph returns. A size that it would refuse never counts as less. */
const largestSize = 100;

type Variables = Readonly<Record<string, unknown>>;

/** Returns the names of the variables that page sizes depend on. */
export function pageVariables(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (value.kind !== Kind.VARIABLE || !sizeArguments.includes(name.value)) return;
      names.add(value.name.value);
    },
  });
  return names;
}

/** Returns the items that a field requests; `undefined` when it takes no size. Variables are coerced. */
export function pageSize(
  { args }: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): number | undefined {
  const sizeArgs = args.filter(
    ({ name, type }) => sizeArguments.includes(name) && getNamedType(type) === GraphQLInt,
  );
  if (sizeArgs.length === 0) return undefined;
  const sizes = sizeArgs
    .map(({ name, type, defaultValue }) => {
      const argument = node.arguments?.find((one) => one.name.value === name);
      const value = argument && valueFromAST(argument.value, type, variables);
      return value === undefined ? defaultValue : value;
    })
    .filter((value): value is number => typeof value === 'number')
    .map((size) => (size < 0 ? largestSize : size));
  return sizes.length > 0 ? Math.max(...sizes) : defaultSize;
}
