import { expect, it, onTestFinished } from 'vitest';
import { composeSupergraph } from '../testing/compose-supergraph.ts';
import { serveShielded } from '../testing/serve-shielded.ts';
import { createFederation } from './create-federation.ts';

const order = `
  type Query { lines: [Line!]! }
  type Line { variant: Variant quantity: Int! }
  type Variant @key(fields: "id") { id: ID! }`;
const product = `
  type Query { ping: String }
  type Variant @key(fields: "id") { id: ID! sku: String! }`;

const lines = [
  { quantity: 2, variant: { __typename: 'Variant', id: 'removed' } },
  { quantity: 1, variant: { __typename: 'Variant', id: 'v1' } },
];
const entities = [null, { __typename: 'Variant', sku: 'TEE-1' }];

const responseOf = (subgraph: string) =>
  structuredClone(subgraph === 'order' ? { lines } : { _entities: entities });

it('an entity that does not exist any more is null, without an extension or an error', async () => {
  const gateway = createFederation({
    supergraphSdl: composeSupergraph({ order, product }),
    dataSource: ({ name }) => ({ process: async () => ({ data: responseOf(name) }) }),
  });
  const server = await serveShielded(gateway);
  onTestFinished(server.stop);
  const { data, errors, extensions } = await server.run(
    { query: '{ lines { quantity variant { sku } } }' },
    undefined,
  );
  expect(data).toEqual({
    lines: [
      { quantity: 2, variant: null },
      { quantity: 1, variant: { sku: 'TEE-1' } },
    ],
  });
  expect([errors, extensions]).toEqual([undefined, undefined]);
});
