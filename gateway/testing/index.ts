/** The parts of the gateway that bench/ measures. */
export { shieldGateway } from '../access/shield-gateway.ts';
export type { GatewayContext } from '../context.ts';
export { createFederation } from '../execution/create-federation.ts';
export { createInternalTokens } from '../execution/transport/internal-tokens.ts';
export { SubgraphDataSource } from '../execution/transport/subgraph-data-source.ts';
export { createAuthenticator } from '../identity/authenticate.ts';
export { createDenylist } from '../identity/denylist.ts';
export { createGatewayMeter } from '../metrics/gateway-meter.ts';
export { renameGateway } from '../names/rename-gateway.ts';
export { composeSupergraph } from './compose-supergraph.ts';
