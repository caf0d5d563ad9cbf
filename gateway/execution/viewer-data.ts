import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { readViewerData, type ViewerData } from '@shop/schema/supergraph';
import { parse, valueFromASTUntyped } from 'graphql';
import type { GatewayContext } from '../context.ts';
import { rootFields } from './requested-paths.ts';

type DataSource = GraphQLDataSource<GatewayContext>;
type AnyOptions = GraphQLDataSourceProcessOptions<GatewayContext>;
type Options = Extract<AnyOptions, { incomingRequestContext: unknown }>;
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

  const read = async ({ query, subgraph }: ViewerData, options: Options) => {
    const { document: _, pathInIncomingRequest: __, ...rest } = options;
    const response = await sources.get(subgraph)?.process({ ...rest, request: { query } });
    return response?.errors?.length ? undefined : response?.data;
  };

  const withData = async (options: AnyOptions): Promise<AnyOptions> => {
    if (!('incomingRequestContext' in options)) return options;
    const needed = neededBy(options, declared);
    if (needed.size === 0) return options;
    const viewerData: Record<string, unknown> = {};
    for (const [mutation, data] of needed) viewerData[mutation] = await read(data, options);
    const extensions = { ...options.request.extensions, viewerData };
    return { ...options, request: { ...options.request, extensions } };
  };

  return {
    /** Reads the declarations of a supergraph. */
    onLoad(supergraphSdl: string): void {
      declared = readViewerData(parse(supergraphSdl));
    },
    /** Returns the data source of a subgraph, with the data of the viewer in its requests. */
    around(subgraph: string, source: DataSource): DataSource {
      sources.set(subgraph, source);
      return { process: async (options) => source.process(await withData(options)) };
    },
  };
}

/** Returns what the mutations of a request need; nothing for anonymous clients. */
function neededBy(options: Options, declared: Declared): Declared {
  const needed = new Map<string, ViewerData>();
  const { request, document, incomingRequestContext, context } = options;
  const isMutation = incomingRequestContext.operation?.operation === 'mutation';
  if (declared.size === 0 || !isMutation || !context.viewer) return needed;
  const sent = document ?? parse(request.query ?? '', { noLocation: true });
  const { variables = {} } = request;
  for (const { name, arguments: given = [] } of rootFields(sent, variables)) {
    const data = declared.get(name.value);
    const input = given.find((one) => one.name.value === 'input')?.value;
    const values = input && valueFromASTUntyped(input, variables);
    if (data?.when.some((field) => (values as Record<string, unknown> | null)?.[field])) {
      needed.set(name.value, data);
    }
  }
  return needed;
}
