import type { Data, Rewrite } from './query-plan.ts';
import { Unsupported } from './query-plan.ts';
import type { TypesOf } from './types-of-supergraph.ts';

type Apply = (value: unknown) => void;

const fragmentPrefix = '... on ';

/** Calls `change` for each object at the path, through lists. An object without a type name is of every type. */
function at(path: readonly string[], typesOf: TypesOf, change: (object: Data) => void): Apply {
  const [first, ...rest] = path;
  const next: Apply =
    first === undefined
      ? (object) => change(object as Data)
      : step(first, typesOf, at(rest, typesOf, change));
  return function apply(value) {
    if (Array.isArray(value)) value.forEach(apply);
    else if (typeof value === 'object' && value !== null) next(value);
  };
}

function step(element: string, typesOf: TypesOf, next: Apply): Apply {
  if (!element.startsWith(fragmentPrefix)) return (object) => next((object as Data)[element]);
  const types = typesOf(element.slice(fragmentPrefix.length));
  return (object) => {
    const name = (object as Data)['__typename'];
    if (typeof name !== 'string' || types.has(name)) next(object);
  };
}

function changeOf(rewrite: Rewrite, key: string): (object: Data) => void {
  switch (rewrite.kind) {
    case 'ValueSetter':
      return (object) => {
        object[key] = rewrite.setValueTo;
      };
    case 'KeyRenamer':
      return (object) => {
        if (object[key] === undefined) return;
        object[rewrite.renameKeyTo] = object[key];
        object[key] = undefined;
      };
    default:
      throw new Unsupported('a rewrite');
  }
}

/** Compiles rewrites of a representation, or of what a subgraph has responded. */
export function compileRewrites(rewrites: readonly Rewrite[] = [], typesOf: TypesOf): Apply {
  const all = rewrites.map((rewrite) => {
    const key = rewrite.path.at(-1);
    if (key === undefined || key.startsWith(fragmentPrefix)) throw new Unsupported('a rewrite');
    return at(rewrite.path.slice(0, -1), typesOf, changeOf(rewrite, key));
  });
  return (value) => {
    for (const apply of all) apply(value);
  };
}
