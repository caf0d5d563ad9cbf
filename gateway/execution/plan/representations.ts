import { mergeInto } from './merge.ts';
import type { Data, RequiredSelection } from './query-plan.ts';
import type { TypesOf } from './types-of-supergraph.ts';

/** Returns what a fetch needs of an object, or `null` when a part of it is missing. */
type Build = (source: Data) => Data | null;

type Field = { readonly key: string; readonly build: Build | undefined };
type Fragment = { readonly types: ReadonlySet<string>; readonly build: Build };

function buildValue(value: unknown, build: Build): unknown {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map((one) => buildValue(one, build));
  return build(value as Data);
}

/** Adds the fields to a representation; false when one of them is missing. */
function addFields(to: Data, fields: readonly Field[], source: Data): boolean {
  for (const { key, build } of fields) {
    const value = source[key];
    if (value === undefined) return false;
    to[key] = build ? buildValue(value, build) : value;
  }
  return true;
}

/**
 * Compiles what a fetch requires of an entity. A fragment of which a field is missing adds nothing; an object of
 * which a field is missing is `null`.
 */
export function compileRequires(selections: readonly RequiredSelection[], typesOf: TypesOf): Build {
  const fields: Field[] = [];
  const fragments: Fragment[] = [];
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const inner = selection.selections;
      const build = inner && compileRequires(inner, typesOf);
      fields.push({ key: selection.alias ?? selection.name, build });
    } else if (selection.typeCondition) {
      const types = typesOf(selection.typeCondition);
      fragments.push({ types, build: compileRequires(selection.selections, typesOf) });
    }
  }
  return (source) => {
    const built: Data = {};
    if (!addFields(built, fields, source)) return null;
    for (const { types, build } of fragments) {
      const part = types.has(source['__typename'] as string) ? build(source) : null;
      if (part) mergeInto(built, part);
    }
    return built;
  };
}
