import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, readonly string[]>>();

function find(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const found = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (field?.deprecationReason) found.add(`${types.getParentType()?.name}.${field.name}`);
      },
      Argument() {
        const argument = types.getArgument();
        if (!argument?.deprecationReason) return;
        found.add(`${types.getParentType()?.name}.${types.getFieldDef()?.name}(${argument.name})`);
      },
      EnumValue() {
        const value = types.getEnumValue();
        if (value?.deprecationReason) found.add(`${types.getInputType()}.${value.name}`);
      },
    }),
  );
  return [...found];
}

/** Returns what a valid document uses that is deprecated: `Type.field` and `Type.field(argument)`. Remembers each document. */
export function deprecatedIn(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const ofSchema = known.get(schema) ?? new WeakMap<DocumentNode, readonly string[]>();
  known.set(schema, ofSchema);
  const fields = ofSchema.get(document) ?? find(schema, document);
  ofSchema.set(document, fields);
  return fields;
}
