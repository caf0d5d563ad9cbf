import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';

type Path = readonly (string | number)[];
type ResponseError = { readonly path?: Path };
type Walk = {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly isSemanticNonNull: (coordinate: string) => boolean;
  /** Reports a null of such a field. */
  readonly report: (path: Path, coordinate: string) => void;
};

const schemaFile = (name: string) =>
  readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8');

let contracts: { schema: GraphQLSchema; coordinates: ReadonlySet<string> } | undefined;

/** Reads the whole API, and the fields that schema/shop.graphql marks with `@semanticNonNull`. */
function readContracts() {
  const marked = parse(schemaFile('shop')).definitions.flatMap((type) =>
    type.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (type.fields ?? [])
          .filter(({ directives = [] }) =>
            directives.some(({ name }) => name.value === 'semanticNonNull'),
          )
          .map((field) => `${type.name.value}.${field.name.value}`)
      : [],
  );
  return { schema: buildSchema(schemaFile('api')), coordinates: new Set(marked) };
}

/** Returns the fields of a selection, those of its fragments too. Fragments of other types are left out. */
const fieldsOf = (
  context: Walk,
  type: GraphQLObjectType,
  { selections }: SelectionSetNode,
): readonly FieldNode[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection;
    const part =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : context.fragments.get(selection.name.value);
    const isOther = part?.typeCondition && part.typeCondition.name.value !== type.name;
    return part && !isOther ? fieldsOf(context, type, part.selectionSet) : [];
  });

function walk(
  context: Walk,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  data: object,
  path: Path,
): void {
  for (const { name, alias, selectionSet } of fieldsOf(context, type, set)) {
    const key = alias?.value ?? name.value;
    const field = type.getFields()[name.value];
    const value = (data as Record<string, unknown>)[key];
    if (!field || value === undefined) continue;
    const coordinate = `${type.name}.${name.value}`;
    if (value === null && context.isSemanticNonNull(coordinate)) {
      context.report([...path, key], coordinate);
    }
    const of = getNamedType(field.type);
    if (selectionSet && isObjectType(of)) {
      walkValue(context, of, selectionSet, value, [...path, key]);
    }
  }
}

function walkValue(
  context: Walk,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  value: unknown,
  path: Path,
): void {
  if (Array.isArray(value)) {
    for (const [n, item] of value.entries()) walkValue(context, type, set, item, [...path, n]);
  } else if (typeof value === 'object' && value !== null) walk(context, type, set, value, path);
}

/** Whether an error belongs to a null: its own, or that of a non-null field below. */
const explains = ({ path = [] }: ResponseError, nullPath: Path): boolean =>
  nullPath.every((key, n) => path[n] === key);

/** Throws when a response has null without an error in a field that the contract marks with `@semanticNonNull`. */
export function assertNullsHaveErrors(
  document: DocumentNode,
  data: unknown,
  errors: readonly ResponseError[],
): void {
  contracts ??= readContracts();
  const { schema, coordinates } = contracts;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const report = (path: Path, coordinate: string) => {
    if (errors.some((error) => explains(error, path))) return;
    throw new Error(`${coordinate} is null without an error at ${path.join('.')}`);
  };
  const context = {
    schema,
    fragments,
    report,
    isSemanticNonNull: (at: string) => coordinates.has(at),
  };
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const root = schema.getRootType(node.operation);
    if (root) walkValue(context, root, node.selectionSet, data, []);
  }
}
