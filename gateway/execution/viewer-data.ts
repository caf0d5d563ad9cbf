import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { readViewerData, type ViewerData } from '@shop/schema/supergraph';
import { parse, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { parseSupergraph } from '../supergraph/parse-supergraph.ts';
import type { Data } from './plan/query-plan.ts';
import {
  isReplySource,
  type ReplySource,
  type RequestContext,
  type SubgraphRequest,
  withExtensions,
} from './plan/subgraph-reply.ts';
import { rootFields } from './transport/requested-paths.ts';

type DataSource = GraphQLDataSource<GatewayContext>;
type Options = GraphQLDataSourceProcessOptions<GatewayContext>;
type Incoming = Extract<Options, { incomingRequestContext: unknown }>;
type Request = Pick<SubgraphRequest, 'query' | 'variables'>;
/** What the mutations of a supergraph need, by their name. */
type Declared = ReadonlyMap<string, ViewerData>;

/**
 * Sends each mutation with the data of the viewer that its `@viewerData` declares, in `extensions.viewerData` by the
 * name of the mutation. They are read when the mutation is about to run, after the mutations before it. Without an
 * answer the mutation is sent without them, and its subgraph decides.
 */
export function createViewerData() {
  const sources = new Map<string, DataSource>();
  let declared: Declared = new Map();

  const read = async ({ query, subgraph }: ViewerData, requestContext: RequestContext) => {
    const response = await sources.get(subgraph)?.process({
      kind: 'incoming operation' as Incoming['kind'],
      request: { query },
      incomingRequestContext: requestContext,
      context: requestContext.context,
    });
    return response?.errors?.length ? undefined : response?.data;
  };

  /** Returns the extensions of a request with the data that it needs; `undefined` when it needs none. */
  const extensionsFor = async (
    request: Request,
    requestContext: RequestContext,
  ): Promise<Data | undefined> => {
    const needed = neededBy(request, requestContext, declared);
    if (needed.size === 0) return undefined;
    const viewerData: Data = {};
    for (const [mutation, data] of needed) {
      viewerData[mutation] = await read(data, requestContext);
    }
    return { viewerData };
  };

  const processWithData =
    (source: DataSource): DataSource['process'] =>
    async (options) => {
      if (!('incomingRequestContext' in options)) return source.process(options);
      const { query = '', variables = {} } = options.request;
      const own = await extensionsFor({ query, variables }, options.incomingRequestContext);
      if (!own) return source.process(options);
      const extensions = { ...options.request.extensions, ...own };
      return source.process({ ...options, request: { ...options.request, extensions } });
    };

  const fetchWithData =
    (source: ReplySource): ReplySource['fetch'] =>
    async (request, requestContext) => {
      const own = request.isQuery ? undefined : await extensionsFor(request, requestContext);
      return source.fetch(own ? withExtensions(request, own) : request, requestContext);
    };

  return {
    /** Reads the declarations of a supergraph. */
    onLoad(supergraphSdl: string): void {
      declared = readViewerData(parseSupergraph(supergraphSdl));
    },
    /** Returns the data source of a subgraph, with the data of the viewer in its requests. */
    around(subgraph: string, source: DataSource): DataSource {
      sources.set(subgraph, source);
      const process = processWithData(source);
      if (!isReplySource(source)) return { process };
      const both: ReplySource = { process, fetch: fetchWithData(source) };
      return both;
    },
  };
}

/** Returns what the mutations of a request need; nothing for anonymous clients. */
function neededBy(
  { query, variables }: Request,
  { operation, context }: RequestContext,
  declared: Declared,
): Declared {
  const needed = new Map<string, ViewerData>();
  if (declared.size === 0 || operation?.operation !== 'mutation' || !context['viewer'])
    return needed;
  // Most mutations need nothing: their requests are not parsed.
  if (![...declared.keys()].some((mutation) => query.includes(mutation))) return needed;
  const document = parse(query, { noLocation: true });
  for (const { name, arguments: given = [] } of rootFields(document, variables)) {
    const data = declared.get(name.value);
    const input = given.find((one) => one.name.value === 'input')?.value;
    const values = input && valueFromASTUntyped(input, variables);
    if (data?.when.some((field) => (values as Data | null)?.[field])) {
      needed.set(name.value, data);
    }
  }
  return needed;
}
