import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fuzzSubgraphs, subgraphSchema } from '@shop/gateway/testing';
import { graphql } from 'graphql';

// Runs in its own process, so that its CPU time is not counted as the gateway's. Sends its port to the parent.
const names = Object.keys(fuzzSubgraphs) as (keyof typeof fuzzSubgraphs)[];
const schemas = new Map(names.map((name) => [`/${name}`, subgraphSchema(name, [])]));

const server = createServer(async (request, response) => {
  const schema = schemas.get(request.url ?? '');
  if (!schema) return void response.writeHead(404).end();
  const { query, variables } = JSON.parse(await text(request)) as {
    query: string;
    variables?: Record<string, unknown>;
  };
  const result = await graphql({ schema, source: query, variableValues: variables ?? {} });
  response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
