import type { Data, FetchNode } from './query-plan.ts';
import { compileRequires } from './representations.ts';
import { compileRewrites } from './rewrites.ts';
import type { Compiling } from './send-fetch.ts';

/** The distinct representations of some entities, each with the entities that it stands for. */
type Representations = {
  readonly values: Data[];
  readonly texts: string[];
  readonly targets: Data[][];
};

/** Compiles how the entities of a fetch are represented. Those that lack a required field are left out. */
export function compileRepresentations(node: FetchNode, { typesOf }: Compiling) {
  const build = compileRequires(node.requires ?? [], typesOf);
  const rewrite = compileRewrites(node.inputRewrites, typesOf);
  return (targets: readonly Data[]): Representations => {
    const all: Representations = { values: [], texts: [], targets: [] };
    const indexes = new Map<string, number>();
    for (const target of targets) {
      const representation = build(target);
      if (!representation?.['__typename']) continue;
      rewrite(representation);
      const text = JSON.stringify(representation);
      // A rewrite may have replaced the type: objects of two types can have equal representations.
      const key = `${target['__typename']} ${text}`;
      const index = indexes.get(key);
      if (index !== undefined) {
        all.targets[index]?.push(target);
        continue;
      }
      indexes.set(key, all.texts.length);
      all.values.push(representation);
      all.texts.push(text);
      all.targets.push([target]);
    }
    return all;
  };
}
