import type { GraphQLDataSource } from '@apollo/gateway';
import { type Data, type FetchNode, Unsupported } from './query-plan.ts';
import type { Run } from './run.ts';
import {
  type SubgraphReply,
  type SubgraphRequest,
  type SubgraphResponse,
  sendTo,
} from './subgraph-reply.ts';
import type { TypesOf } from './types-of-supergraph.ts';

export type Compiling = {
  readonly typesOf: TypesOf;
  readonly sourceOf: (subgraph: string) => GraphQLDataSource | undefined;
};

/** The variables of one request to a subgraph, and the same as JSON without the braces. */
type Variables = { readonly values: Data; readonly json: string };

export const representationsName = 'representations';

function pick(names: readonly string[], from: Data): Variables {
  // Without a prototype, so that every name is like the others.
  const values: Data = Object.create(null);
  const parts: string[] = [];
  for (const name of names) {
    const value = Object.hasOwn(from, name) ? from[name] : undefined;
    if (value === undefined) continue;
    values[name] = value;
    parts.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
  }
  return { values, json: parts.join() };
}

/** Compiles how a fetch is sent: equal queries of one run share a reply, where the data source allows it. */
export function compileSend(node: FetchNode, { sourceOf }: Compiling) {
  const source = sourceOf(node.serviceName);
  if (!source) throw new Unsupported(`no data source for ${node.serviceName}`);
  const { isShareable, send } = sendTo(source);
  const { operation: query, operationName, operationKind } = node;
  const isQuery = operationKind === 'query';
  const names = node.variableUsages ?? [];
  if (names.includes(representationsName)) throw new Unsupported('a variable of the plan');
  const head = `{"query":${JSON.stringify(query)},${
    operationName ? `"operationName":${JSON.stringify(operationName)},` : ''
  }"variables":{`;
  // The name ends in the number of the fetch.
  const anonymous = operationName ? query.replace(operationName, '') : query;

  return async (run: Run, own?: Variables): Promise<SubgraphResponse> => {
    const picked = pick(names, run.variables);
    const json = [picked.json, own?.json].filter(Boolean).join();
    const variables = own ? Object.assign(picked.values, own.values) : picked.values;
    const body = `${head}${json}}}`;
    const request: SubgraphRequest = { query, operationName, variables, body, isQuery };
    const reply = (): Promise<SubgraphReply> => send(request, run.requestContext);
    if (!isShareable || !isQuery || !run.replies) return (await reply()).read();
    const key = `${node.serviceName} ${anonymous} ${json}`;
    const shared = run.replies.get(key) ?? reply();
    run.replies.set(key, shared);
    return (await shared).read();
  };
}
