import { compileFetch } from './compile-fetch.ts';
import { type PlanNode, type QueryPlan, Unsupported } from './query-plan.ts';
import type { Step } from './run.ts';
import type { Compiling } from './send-fetch.ts';
import { targetsAt } from './targets.ts';

const sequence = (steps: readonly Step[]): Step => {
  return async (run, cursor) => {
    for (const step of steps) await step(run, cursor);
  };
};

const parallel = (steps: readonly Step[]): Step => {
  return async (run, cursor) => {
    // A step that throws at once must not leave the others without a handler of their errors.
    await Promise.all(steps.map(async (step) => step(run, cursor)));
  };
};

const nothing: Step = () => undefined;

function compileNode(node: PlanNode | undefined, compiling: Compiling): Step {
  const compileAll = (nodes: readonly (PlanNode | undefined)[]) =>
    nodes.map((one) => compileNode(one, compiling));
  if (!node) return nothing;
  switch (node.kind) {
    case 'Sequence':
      return sequence(compileAll(node.nodes));
    case 'Parallel':
      return parallel(compileAll(node.nodes));
    case 'Fetch':
      return compileFetch(node, compiling);
    case 'Flatten':
      return flatten(node, compiling);
    case 'Condition': {
      const [yes, no] = [node.ifClause, node.elseClause].map((one) => compileNode(one, compiling));
      return (run, cursor) => (run.conditions.get(node.condition) ? yes : no)?.(run, cursor);
    }
    case 'Defer': {
      const primary = compileNode(node.primary.node, compiling);
      const deferred = parallel(compileAll(node.deferred.map((one) => one.node)));
      return async (run, cursor) => {
        run.deferred.push(() => deferred(run, cursor));
        await primary(run, cursor);
      };
    }
    default:
      throw new Unsupported((node as PlanNode).kind);
  }
}

/** Moves to the objects at a path; below none there is nothing to do. */
function flatten(node: Extract<PlanNode, { kind: 'Flatten' }>, compiling: Compiling): Step {
  const path = node.path.map((key) => {
    // Conditions on types, as `|[Type]`, are a mode that Apollo Gateway does not offer.
    if (typeof key !== 'string' || /[|\s]/.test(key))
      throw new Unsupported(`the path ${node.path}`);
    return key;
  });
  const step = compileNode(node.node, compiling);
  return (run, cursor) => {
    const targets = targetsAt(cursor.targets, path);
    if (targets.length === 0) return undefined;
    return step(run, { targets, path: [...cursor.path, ...path] });
  };
}

/** Compiles a query plan, so that each execution of it only runs it. Throws `Unsupported`. */
export const compilePlan = ({ node }: QueryPlan, compiling: Compiling): Step =>
  compileNode(node as PlanNode | undefined, compiling);
