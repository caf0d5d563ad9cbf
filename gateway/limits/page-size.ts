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

/** Arguments that say how many items a list has (Relay cursor connections). */
const sizeArguments = ['first', 'last'];
/** Items of a page when the client says nothing; the subgraphs' default too. */
const defaultSize = 20;
/** The largest page a subgraph gives. What it would refuse is never counted as less. */
const largestSize = 100;

type Variables = Readonly<Record<string, unknown>>;

/** Names of the variables that sizes of pages depend on. */
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

/** Items that a field asks for; `undefined` when it takes no size. Variables are coerced ones. */
export function pageSize(
  { args }: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): number | undefined {
  const taken = args.filter(
    ({ name, type }) => sizeArguments.includes(name) && getNamedType(type) === GraphQLInt,
  );
  if (taken.length === 0) return undefined;
  const sizes = taken
    .map(({ name, type, defaultValue }) => {
      const given = node.arguments?.find((argument) => argument.name.value === name);
      const value = given && valueFromAST(given.value, type, variables);
      return value === undefined ? defaultValue : value;
    })
    .filter((value): value is number => typeof value === 'number')
    .map((size) => (size < 0 ? largestSize : size));
  return sizes.length > 0 ? Math.max(...sizes) : defaultSize;
}
