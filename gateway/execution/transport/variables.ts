import { z } from 'zod';

const positive = z.coerce.number('must be a number').int().min(1);

/** Variables of requests to subgraphs. */
export const subgraphVariables = {
  SUBGRAPH_TIMEOUT_MS: positive.default(10_000),
  SUBGRAPH_MAX_RESPONSE_BYTES: positive.default(10 * 2 ** 20),
  OPERATION_TIMEOUT_MS: positive.default(30_000),
  /** Whether equal queries of one viewer that run at the same time share one execution. */
  SHARE_QUERIES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('off'),
};
