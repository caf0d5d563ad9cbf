import { unavailable } from '@shop/service';

export const subgraphUnavailableMessage = (subgraph: string): string =>
  `The ${subgraph} service is unavailable.`;

/** SERVICE_UNAVAILABLE, naming the subgraph. */
export const subgraphUnavailable = (subgraph: string) =>
  unavailable(subgraphUnavailableMessage(subgraph));
