import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { graphql } from 'graphql';
import { type BenchSubgraph, benchSchema, benchSubgraphs } from './schemas.ts';

// Runs in its own process, so that its CPU time is not counted as the gateway's. Sends its port to the parent. A request
// that it has seen before has the same response: the subgraphs cost as little as possible.
const names = Object.keys(benchSubgraphs) as BenchSubgraph[];
const schemas = new Map(names.map((name) => [`/${name}`, benchSchema(name)]));
const responses = new Map<string, Promise<string>>();
/** Operations that are new each time do not fill the memory. */
const maxResponses = 1_000;

async function respond(url: string, body: string): Promise<string> {
  const schema = schemas.get(url);
  if (!schema) throw new Error(`no subgraph at ${url}`);
  const { query, variables } = JSON.parse(body) as { query: string; variables?: object };
  const variableValues = { ...variables };
  return JSON.stringify(await graphql({ schema, source: query, variableValues }));
}

const server = createServer(async (request, response) => {
  const url = request.url ?? '';
  const body = await text(request);
  // Traces are received and dropped.
  if (url === '/v1/traces') return void response.end();
  const key = `${url} ${body}`;
  const responding = responses.get(key) ?? respond(url, body);
  if (responses.size < maxResponses) responses.set(key, responding);
  response.setHeader('content-type', 'application/json').end(await responding);
});
// A candidate may wait for its turn longer than Node's 5 s; stock does not repeat a request on a closed connection.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
