import { type DocumentNode, type FieldDefinitionNode, Kind, parse, visit } from 'graphql';

const directive = 'semanticNonNull';

/** As Apollo's nullability spec v0.4 defines it: specs.apollo.dev/nullability/v0.4. */
export const semanticNonNullDefinition = parse(`
  """
  The field is null only when \`errors\` has an error for it: clients that handle errors may treat it as non-null.
  """
  directive @${directive}(levels: [Int!]! = [0]) on FIELD_DEFINITION
`).definitions;

const isDeclared = ({ directives = [] }: FieldDefinitionNode) =>
  directives.some(({ name }) => name.value === directive);

/** Returns the coordinates of the fields whose SDL declares `@semanticNonNull`. */
export function nullOnlyOnError(sdl: DocumentNode): string[] {
  const coordinates: string[] = [];
  visit(sdl, {
    ObjectTypeDefinition({ name, fields = [] }) {
      const declared = fields.filter(isDeclared);
      coordinates.push(...declared.map((field) => `${name.value}.${field.name.value}`));
      return false;
    },
  });
  return coordinates;
}

/** Returns a field with `@semanticNonNull`. */
export const withSemanticNonNull = (field: FieldDefinitionNode): FieldDefinitionNode => ({
  ...field,
  directives: [
    ...(field.directives ?? []),
    { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: directive } },
  ],
});

/** Returns a schema as clients that handle errors see it: `@semanticNonNull` fields are non-null. */
export const asErrorHandlingClient = (schema: DocumentNode): DocumentNode =>
  visit(schema, {
    FieldDefinition(field) {
      const { type } = field;
      if (!isDeclared(field) || type.kind === Kind.NON_NULL_TYPE) return undefined;
      return { ...field, type: { kind: Kind.NON_NULL_TYPE, type } };
    },
  });
