/** The parts of the gateway that bench/ measures, and the subgraphs it measures them on. */
export { shieldGateway } from '../access/shield-gateway.ts';
export type { GatewayContext } from '../context.ts';
export { createInternalTokens } from '../execution/internal-tokens.ts';
export { SubgraphDataSource } from '../execution/subgraph-data-source.ts';
export { createAuthenticator } from '../identity/authenticate.ts';
export { createDenylist } from '../identity/denylist.ts';
export { subgraphSchema } from './access-fuzz/federated-shop.ts';
export { fuzzSubgraphs } from './access-fuzz/subgraphs.ts';
export { composeSupergraph } from './compose-supergraph.ts';
