import { compileRepresentations } from './distinct-representations.ts';
import { type Data, type FetchNode, Unsupported } from './query-plan.ts';
import { addErrors, dataOf, entitiesOf, mergeIntoAll, placesOf } from './read-fetch.ts';
import { compileRewrites } from './rewrites.ts';
import { asGraphQLError, type Step } from './run.ts';
import { type Compiling, compileSend, representationsName } from './send-fetch.ts';

/** Compiles a fetch of root fields. */
function compileRootFetch(node: FetchNode, compiling: Compiling): Step {
  const send = compileSend(node, compiling);
  const rewrite = compileRewrites(node.outputRewrites, compiling.typesOf);
  return async (run, cursor) => {
    const response = await send(run);
    const places = placesOf(run, cursor);
    addErrors(run, node, response, () => places(cursor.targets), false);
    const data = dataOf(response);
    if (!data) return;
    rewrite(data);
    mergeIntoAll(cursor.targets, data);
  };
}

/** Compiles a fetch of entities. Equal representations are sent once. */
function compileEntityFetch(node: FetchNode, compiling: Compiling): Step {
  const send = compileSend(node, compiling);
  const represent = compileRepresentations(node, compiling);
  const rewrite = compileRewrites(node.outputRewrites, compiling.typesOf);
  return (run, cursor) => {
    const { values, texts, targets } = represent(cursor.targets);
    if (values.length === 0) return undefined;
    const own = {
      values: { [representationsName]: values },
      json: `"${representationsName}":[${texts.join()}]`,
    };
    return (async () => {
      const response = await send(run, own);
      const places = placesOf(run, cursor);
      const placesAt = (n?: number) =>
        places(n === undefined ? targets.flat() : (targets[n] ?? []));
      addErrors(run, node, response, placesAt, true);
      const data = dataOf(response);
      if (!data) return;
      entitiesOf(data, node, values.length).forEach((entity, n) => {
        if (typeof entity !== 'object' || entity === null) return;
        rewrite(entity);
        mergeIntoAll(targets[n] ?? [], entity as Data);
      });
    })();
  };
}

/** Compiles a fetch. One that fails adds an error; the rest of the plan runs. */
export function compileFetch(node: FetchNode, compiling: Compiling): Step {
  if ('contextRewrites' in node && node.contextRewrites?.length) throw new Unsupported('contexts');
  if (node.hasDefers) throw new Unsupported('deferred parts');
  const fetch = (node.requires ? compileEntityFetch : compileRootFetch)(node, compiling);
  return (run, cursor) =>
    fetch(run, cursor)?.catch((error) => void run.errors.push(asGraphQLError(error)));
}
