import { type DocumentNode, isTypeDefinitionNode, type TypeDefinitionNode, visit } from 'graphql';

/** Apollo iOS refuses these (SwiftKeywords.swift: DisallowedFieldNames, DisallowedInputParameterNames). */
const swiftInputs = new Set(['self', '_']);
/** A field `self` does not compile with `selectionSetInitializers` (apollo-ios#3330). */
const swiftFields = new Set(['__data', 'fragments', '_', 'self']);

/**
 * Types that hide one of the runtime or of the language in generated code: Apollo iOS adds a suffix to those of
 * TypeNamesToSuffix, and a type `Type` or `Object` needs an alias wherever it is used in either language.
 */
const typeNames = new Set(
  `Any DataDict DocumentType Fragments FragmentContainer ParentType Protocol Schema Selection Self Bool Double Type
  Object Error Actor Unit Nothing Operation Fragment _`.split(/\s+/),
);

/** Apollo Kotlin generates members of these names in each enum (ReservedEnumValueName; `type`, `knownValues`). */
const kotlinValues = new Set(['type', 'name', 'ordinal', 'entries', 'values', 'UNKNOWN__', '_']);

const isLowerCamelCase = (name: string) => /^[a-z][A-Za-z0-9]*$/.test(name);

/** Types whose generated files would be one on file systems that ignore case (apollo-kotlin, usedNames in lower case). */
function sameFiles(types: readonly TypeDefinitionNode[]): string[] {
  const seen = new Map<string, string>();
  return types.flatMap(({ name: { value } }) => {
    const other = seen.get(value.toLowerCase());
    seen.set(value.toLowerCase(), value);
    return other ? [`${value}: differs from ${other} in case only`] : [];
  });
}

/** Returns a line for each name of a schema that generated Kotlin or Swift could not use as it is. */
export function nameFaults(schema: DocumentNode): string[] {
  const types = schema.definitions.filter(isTypeDefinitionNode);
  const faults = sameFiles(types);
  const note = (isFault: boolean, coordinate: string, why: string) => {
    if (isFault) faults.push(`${coordinate}: ${why}`);
  };
  for (const type of types) {
    const at = type.name.value;
    note(typeNames.has(at), at, 'the type has the name of one of the language or of its runtime');
    visit(type, {
      FieldDefinition({ name: { value } }) {
        note(swiftFields.has(value), `${at}.${value}`, 'Apollo iOS cannot generate the field');
        // Apollo Kotlin: UpperCaseField, a property with the name of a nested class.
        note(!isLowerCamelCase(value), `${at}.${value}`, 'the field is not in lower camel case');
      },
      InputValueDefinition({ name: { value } }) {
        note(swiftInputs.has(value), `${at}.${value}`, 'Apollo iOS cannot generate the input');
        note(!isLowerCamelCase(value), `${at}.${value}`, 'the input is not in lower camel case');
      },
      EnumValueDefinition({ name: { value } }) {
        note(kotlinValues.has(value), `${at}.${value}`, 'Apollo Kotlin has a member of this name');
      },
    });
  }
  return faults;
}
