import { fragmentsOf } from '@shop/service';
import { type GraphQLSchema, type OperationDefinitionNode, visit } from 'graphql';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { compilePlan } from './plan/compile-plan.ts';
import { type QueryPlan, Unsupported } from './plan/query-plan.ts';
import type { Step } from './plan/run.ts';
import type { Compiling } from './plan/send-fetch.ts';
import { compileConditions, type ReadConditions } from './project/conditions.ts';
import { compileProjection, type Projection } from './project/projection.ts';

/** An operation that is compiled once and executed many times. */
export type CompiledOperation = {
  readonly queryPlan: QueryPlan;
  readonly operation: OperationDefinitionNode;
  readonly run: Step;
  readonly readConditions: ReadConditions;
  /** Returns the projection of the response, or of its first part, which has nothing of what `@defer` puts off. */
  projectionFor(conditions: ReadonlyMap<string, boolean>, withoutDeferred?: boolean): Projection;
  /** Approximate memory in bytes; it grows with what has been compiled. */
  size(): number;
};

/** Combinations of conditions whose projections are kept per operation: `n` conditions have 2 to the power of `n`. */
const maxProjections = 16;
/** Bytes per field of a projection, and per character of a plan's operations; measured roughly, rounded up. */
const bytesPerField = 400;
const bytesPerCharacter = 30;

/**
 * Throws `Unsupported` for introspection, and for response keys that every JavaScript object has: a plain object
 * would confuse them with its own.
 */
function assertSupported({ document }: ParsedOperation): void {
  visit(document, {
    Field({ name: { value: name }, alias }) {
      const isIntrospection = name.startsWith('__') && name !== '__typename';
      if (isIntrospection || (alias?.value ?? name) in {}) throw new Unsupported(name);
    },
    Directive({ name: { value: name } }) {
      if (name === 'stream') throw new Unsupported(name);
    },
  });
}

const charactersOf = (queryPlan: QueryPlan): number => {
  let characters = 0;
  JSON.stringify(queryPlan, (key, value) => {
    if (typeof value === 'string') characters += value.length;
    return key === 'operationDocumentNode' ? undefined : value;
  });
  return characters;
};

/** Compiles an operation with its query plan. Throws `Unsupported`. */
export function compileOperation(
  queryPlan: QueryPlan,
  parsed: ParsedOperation,
  schema: GraphQLSchema,
  compiling: Compiling,
): CompiledOperation {
  assertSupported(parsed);
  const { operation, document } = parsed;
  const run = compilePlan(queryPlan, compiling);
  const fragments = fragmentsOf(document);
  const projections = new Map<string, Projection>();
  const baseSize = charactersOf(queryPlan) * bytesPerCharacter;

  return {
    queryPlan,
    operation,
    run,
    readConditions: compileConditions(parsed),
    projectionFor(conditions, withoutDeferred = false) {
      const key = [withoutDeferred, ...conditions.values()].map(Number).join('');
      const known = projections.get(key);
      if (known) return known;
      const collecting = { schema, fragments, conditions, withoutDeferred };
      const projection = compileProjection(collecting, operation);
      if (projections.size >= maxProjections) projections.clear();
      projections.set(key, projection);
      return projection;
    },
    size() {
      const fields = [...projections.values()].reduce((sum, one) => sum + one.compiledFields, 0);
      return baseSize + fields * bytesPerField;
    },
  };
}
