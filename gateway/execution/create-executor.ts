import type { ApolloGateway } from '@apollo/gateway';
import { inSpan } from '@shop/service/telemetry';
import { type GraphQLSchema, getVariableValues } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { hasDefer, withoutDefer } from '../defer/without-defer.ts';
import type { ParsedOperation } from '../operation/operation-request.ts';
import { parseSupergraph } from '../supergraph/parse-supergraph.ts';
import { type CompiledOperation, compileOperation } from './compile-operation.ts';
import { executeOperation } from './execute-operation.ts';
import {
  createOperationStore,
  type OperationStore,
  type StoredOperation,
} from './operation-store.ts';
import type { FetchLimit } from './plan/limit-fetches.ts';
import { Unsupported } from './plan/query-plan.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';
import { type TypesOf, typesOfSupergraph } from './plan/types-of-supergraph.ts';
import type { Planner } from './plan-operation.ts';
import type { Share } from './share-queries.ts';

type Execute = ApolloGateway['executor'];
type Response = Awaited<ReturnType<Execute>>;
type Resolved = RequestContext & ParsedOperation;

/** A supergraph, with what is compiled for it. */
type Loaded = {
  readonly schema: GraphQLSchema;
  readonly typesOf: TypesOf;
  readonly operations: OperationStore;
  /** Whether plans may be in parts. With an interface object, Apollo's planner loses what some deferred fragments select. */
  readonly canDefer: boolean;
};

/** Returns the errors of the variables, if any. */
function faultsOf(schema: GraphQLSchema, { operation, request }: Resolved): Response | undefined {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return undefined;
  const { errors } = getVariableValues(schema, definitions, request.variables ?? {});
  return errors && { errors };
}

/** Plans and compiles an operation. Returns a response when it cannot be planned. */
async function compile({ plan }: Planner, { schema, typesOf }: Loaded, request: Resolved) {
  const planned = await plan(request);
  if ('response' in planned) return planned;
  const { queryPlan, dataSources } = planned;
  const sourceOf = (subgraph: string) => dataSources[subgraph];
  try {
    return compileOperation(queryPlan, request, schema, { typesOf, sourceOf });
  } catch (error) {
    if (error instanceof Unsupported) return { queryPlan };
    throw error;
  }
}

/**
 * Compiles an operation, as a whole when it cannot be in parts: the planner fails for some operations with `@defer`, and
 * Apollo Gateway's own executor knows none of their plans.
 */
async function compileInParts(planner: Planner, loaded: Loaded, request: Resolved) {
  if (!hasDefer(request.document)) return compile(planner, loaded, request);
  if (!loaded.canDefer) return compile(planner, loaded, withoutDefer(request));
  const inParts = await compile(planner, loaded, request).catch(() => undefined);
  return inParts && 'run' in inParts ? inParts : compile(planner, loaded, withoutDefer(request));
}

/** Runs a compiled operation. Stores it when it has grown: new types in its response were compiled. */
async function run(operations: OperationStore, operation: CompiledOperation, request: Resolved) {
  const size = operation.size();
  const response = await executeOperation(operation, request);
  if (operation.size() !== size) operations.set(request, operation);
  return response as Response;
}

/** Called for each operation: how many seconds it took to plan and compile it, or `undefined` when that was done before. */
export type OnPlanned = (seconds?: number) => void;

type Options = {
  readonly limit: FetchLimit;
  readonly share?: Share | undefined;
  readonly onPlanned?: OnPlanned | undefined;
};

/**
 * Returns an executor of query plans that compiles each operation once. Apollo Gateway's own executor executes what
 * this one does not know, such as introspection. Drops the `extensions` of that one: they report a null that an entity
 * has left as a fault of a subgraph.
 */
export function createExecutor(
  planner: Planner,
  { limit, share, onPlanned = () => undefined }: Options,
): Execute {
  let loaded: Loaded | undefined;
  planner.gateway.onSchemaLoadOrUpdate(({ apiSchema: schema, coreSupergraphSdl }) => {
    loaded = undefined;
    const typesOf = typesOfSupergraph(parseSupergraph(coreSupergraphSdl));
    const canDefer = !coreSupergraphSdl.includes('isInterfaceObject: true');
    loaded = { schema, typesOf, operations: createOperationStore(), canDefer };
  });

  const executeByApollo = async (request: Resolved): Promise<Response> => {
    const { extensions: _, ...response } = await planner.execute(withoutDefer(request));
    return response;
  };

  const runStored = async (
    { operations }: Loaded,
    operation: StoredOperation,
    request: Resolved,
  ): Promise<Response> => {
    if (!operation.run) return executeByApollo(request);
    try {
      return await run(operations, operation, request);
    } catch (error) {
      if (error instanceof Unsupported) return executeByApollo(request);
      throw error;
    }
  };

  /** Returns the operation, compiled before or now. */
  const compiledOf = async (current: Loaded, request: Resolved) => {
    const known = current.operations.get(request);
    if (known) {
      onPlanned();
      return known;
    }
    const start = performance.now();
    const compileNew = () => compileInParts(planner, current, request);
    const operation = await inSpan({ name: 'plan', kind: 'internal' }, compileNew);
    onPlanned((performance.now() - start) / 1_000);
    if (!('response' in operation)) current.operations.set(request, operation);
    return operation;
  };

  return async function execute(incoming): Promise<Response> {
    const current = loaded;
    const request = incoming as Resolved;
    if (!current || !request.operation)
      throw new Error('No supergraph is loaded, or no operation.');
    const faults = faultsOf(current.schema, request);
    if (faults) return faults;
    const operation = await compiledOf(current, request);
    if (loaded !== current) return execute(incoming);
    if ('response' in operation) return operation.response;
    limit(operation.queryPlan, request.context as GatewayContext);
    const runOne = (one: Resolved) => runStored(current, operation, one);
    return share ? share(operation, request, runOne) : runOne(request);
  };
}
