import type { GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLSchema,
  graphql,
  isAbstractType,
  parse,
  printSchema,
  type SelectionSetNode,
} from 'graphql';
import type { GatewayContext } from '../../context.ts';
import { offerDefer } from '../../defer/defer-directive.ts';
import type { Patch } from '../../defer/patches.ts';
import { sendInParts } from '../../defer/send-in-parts.ts';
import { createExecutor } from '../../execution/create-executor.ts';
import type { ReplySource, SubgraphRequest } from '../../execution/plan/subgraph-reply.ts';
import { createPlanner } from '../../execution/plan-operation.ts';
import { renameGateway } from '../../names/rename-gateway.ts';
import type { Gateway } from '../../supergraph/wrap-gateway.ts';
import { composeSupergraph } from '../compose-supergraph.ts';
import type { Operation } from '../serve-shielded.ts';
import { readDirectives, topLeaves } from './directives.ts';
import { createMonolith, createSubgraph } from './executable.ts';
import { damage, type Faults, noFaults } from './faults.ts';
import { createWorld, type World } from './world.ts';

export type Graph = Readonly<Record<string, string>>;

/** Reads what directives say about the objects of a graph; what they say about an interface holds for its objects. */
function readGraph(graph: Graph, supergraph: GraphQLSchema) {
  const keyFields = new Set<string>();
  const entities = new Set<string>();
  const requires = new Map<string, SelectionSetNode>();
  const objectsOf = (name: string): string[] => {
    const type = supergraph.getType(name);
    if (!isAbstractType(type)) return [name];
    return supergraph.getPossibleTypes(type).map((one) => one.name);
  };
  for (const directives of Object.values(graph).map(readDirectives)) {
    for (const [name, keys] of directives.keys) {
      for (const object of objectsOf(name)) {
        entities.add(object);
        for (const field of keys.flatMap(topLeaves)) keyFields.add(`${object}.${field}`);
      }
    }
    for (const [coordinate, required] of directives.requires) {
      const [name = '', field] = coordinate.split('.');
      for (const object of objectsOf(name)) requires.set(`${object}.${field}`, required);
    }
  }
  return { keyFields, entities, requires };
}

/** Executes a subgraph in this process and responds with text, as a subgraph over HTTP does. */
class LocalSource implements ReplySource {
  readonly #name: string;
  readonly #schema: GraphQLSchema;
  readonly #faults: () => Faults;
  readonly #documents = new Map<string, DocumentNode>();

  constructor(name: string, schema: GraphQLSchema, faults: () => Faults) {
    this.#name = name;
    this.#schema = schema;
    this.#faults = faults;
  }

  async process({ request }: GraphQLDataSourceProcessOptions<GatewayContext>) {
    return JSON.parse(await this.#respond(request.query ?? '', request.variables ?? {}));
  }

  async fetch({ body }: SubgraphRequest) {
    const { query, variables } = JSON.parse(body) as { query: string; variables: object };
    const text = await this.#respond(query, { ...variables });
    return { read: () => JSON.parse(text) };
  }

  async #respond(query: string, variableValues: Record<string, unknown>): Promise<string> {
    const faults = this.#faults();
    if (faults.down.includes(this.#name)) {
      return JSON.stringify({ errors: [{ message: 'down', extensions: { code: 'DOWN' } }] });
    }
    const document = this.#documents.get(query) ?? parse(query);
    if (this.#documents.size > 500) this.#documents.clear();
    this.#documents.set(query, document);
    const { data, errors } = await execute({ schema: this.#schema, document, variableValues });
    const damaged = damage(data, faults) as { _entities?: unknown[] };
    if (faults.short.includes(this.#name)) damaged?._entities?.pop();
    return JSON.stringify({ data: damaged, errors });
  }
}

/** The first part of a response, and those that follow. */
export type Parts = [ExecutionResult, ...{ incremental: Patch[] }[]];
type Which = 'ours' | 'stock';
type WhichContext = BaseContext & { readonly which: Which };

/** Starts one Apollo Server over both executors, which share the query plans: planning takes longer than all the rest. */
async function serve(
  supergraphSdl: string,
  dataSource: (subgraph: { name: string }) => ReplySource,
) {
  const queryPlannerConfig = { incrementalDelivery: { enableDefer: true } };
  const planner = createPlanner({ supergraphSdl, buildService: dataSource, queryPlannerConfig });
  const { gateway } = planner;
  const ours = createExecutor(planner, { limit: () => undefined });
  let api: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    api = buildSchema(printSchema(apiSchema));
  });
  gateway.executor = async (request) => {
    if (request.context['which'] === 'ours') return ours(request);
    const { extensions: _, ...response } = await planner.execute(request);
    return response;
  };
  const server = new ApolloServer<WhichContext>({
    gateway: renameGateway(offerDefer(gateway as unknown as Gateway)) as never,
    plugins: [sendInParts((error) => error)] as never,
    includeStacktraceInErrorResponses: false,
  });
  await server.start();
  if (!api) throw new Error('no schema');
  return {
    api,
    stop: () => server.stop(),
    async run(operation: Operation, which: Which): Promise<ExecutionResult> {
      const contextValue = { viewer: undefined, requestId: 'r', which };
      const { body } = await server.executeOperation(operation, { contextValue });
      if (body.kind !== 'single') throw new Error('incremental');
      return JSON.parse(JSON.stringify(body.singleResult));
    },
    /** Returns the parts of a response, as a client that reads parts receives them. */
    async runInParts(operation: Operation): Promise<Parts> {
      const contextValue = { viewer: undefined, requestId: 'r', which: 'ours' as const };
      const headers = new HeaderMap([['accept', 'multipart/mixed;deferSpec=20220824']]);
      const http = { method: 'POST', headers, search: '', body: undefined };
      const { body } = await server.executeOperation({ ...operation, http }, { contextValue });
      if (body.kind === 'single') return [JSON.parse(JSON.stringify(body.singleResult))];
      const parts: unknown[] = [body.initialResult];
      for await (const part of body.subsequentResults) parts.push(part);
      return JSON.parse(JSON.stringify(parts));
    },
  };
}

/** A graph that three executors serve: ours, Apollo Gateway's, and graphql-js over all of it as one schema. */
export async function startStage(graph: Graph, seed: string) {
  let faults = noFaults;
  const supergraphSdl = composeSupergraph(graph);
  const supergraph = buildSchema(supergraphSdl, { assumeValidSDL: true });
  const world: World = createWorld({ schema: supergraph, seed, ...readGraph(graph, supergraph) });
  const subgraphs = new Map(
    Object.entries(graph).map(([name, sdl]) => [
      name,
      createSubgraph(name, sdl, { world, supergraph, faults: () => faults }),
    ]),
  );
  const sourceOf = ({ name }: { name: string }) =>
    new LocalSource(name, subgraphs.get(name) as GraphQLSchema, () => faults);
  const { api: schema, run, runInParts, stop } = await serve(supergraphSdl, sourceOf);
  createMonolith(world, schema);
  return {
    schema,
    setFaults: (next: Faults) => {
      faults = next;
    },
    ours: (operation: Operation) => run(operation, 'ours'),
    inParts: runInParts,
    stock: (operation: Operation) => run(operation, 'stock'),
    monolith: async ({ query, variables = {} }: Operation): Promise<ExecutionResult> =>
      JSON.parse(
        JSON.stringify(await graphql({ schema, source: query, variableValues: variables })),
      ),
    stop,
  };
}
export type Stage = Awaited<ReturnType<typeof startStage>>;
