import {
  allOf,
  implies,
  noRequirement,
  type Requirement,
  type Supergraph,
  type SupergraphType,
} from '@shop/schema/supergraph';

/** `Type.field` of every object type in the supergraph -> what it requires of the viewer. */
export type Requirements = ReadonlyMap<string, Requirement>;

const ownRequirement = (type: SupergraphType, field: string): Requirement =>
  allOf([type.requirement, type.fields.get(field)?.requirement ?? noRequirement]);

/**
 * Returns what every field requires: what it declares, what its type declares, and what its named return
 * type declares.
 *
 * Interfaces: what one declares holds for every type that implements it, since shield has rules for
 * object types only. Composition itself writes on an interface the conjunction of what its implementing
 * types declare; such a summary adds nothing and is left out, or unrelated implementing types would
 * inherit the requirement.
 */
export function requirementsOf(supergraph: Supergraph): Requirements {
  const objects = [...supergraph].filter(([, { kind }]) => kind === 'Object');
  const implementing = (name: string) =>
    objects.filter(([, type]) => type.interfaces.includes(name)).map(([, type]) => type);

  const ofInterface = (
    name: string,
    declared: Requirement,
    ofObject: (type: SupergraphType) => Requirement,
  ) => (implies(allOf(implementing(name).map(ofObject)), declared) ? noRequirement : declared);

  const ofType = (name: string): Requirement => {
    const type = supergraph.get(name);
    if (!type) return noRequirement;
    if (type.kind !== 'Interface') return type.requirement;
    return ofInterface(name, type.requirement, ({ requirement }) => requirement);
  };
  const ofInterfaceField = (name: string, field: string): Requirement => {
    const type = supergraph.get(name);
    if (!type?.fields.has(field)) return noRequirement;
    return ofInterface(name, ownRequirement(type, field), (object) =>
      ownRequirement(object, field),
    );
  };

  return new Map(
    objects.flatMap(([name, type]) =>
      [...type.fields].map(([field, { returns }]): [string, Requirement] => [
        `${name}.${field}`,
        allOf([
          ownRequirement(type, field),
          ofType(returns),
          ...type.interfaces.map((one) => ofInterfaceField(one, field)),
        ]),
      ]),
    ),
  );
}
