import { buildSchema, isAbstractType } from 'graphql';

/** Returns the names of the types that a type condition includes: of the type itself, and of all below it. */
export type TypesOf = (condition: string) => ReadonlySet<string>;

/** Reads the types of a supergraph, those included that clients cannot see. */
export function typesOfSupergraph(supergraphSdl: string): TypesOf {
  const schema = buildSchema(supergraphSdl, { assumeValid: true, assumeValidSDL: true });
  const known = new Map<string, ReadonlySet<string>>();
  const namesIn = (condition: string): ReadonlySet<string> => {
    const type = schema.getType(condition);
    if (!isAbstractType(type)) return new Set([condition]);
    const objects = schema.getPossibleTypes(type);
    const interfaces = 'getInterfaces' in type ? schema.getImplementations(type).interfaces : [];
    return new Set([condition, ...[...objects, ...interfaces].map(({ name }) => name)]);
  };
  return (condition) => {
    const names = known.get(condition) ?? namesIn(condition);
    known.set(condition, names);
    return names;
  };
}
