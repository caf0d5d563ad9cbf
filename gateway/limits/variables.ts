import { wholeNumber } from '@shop/service';
import type { z } from 'zod';

const positive = wholeNumber(1);

/**
 * Limits on one operation. The defaults accept every operation that a shop front needs, and the
 * introspection query of the explorers, with a wide margin.
 */
export const operationLimitVariables = {
  /**
   * The lexer stops here. Validation, which precedes all other limits, takes time quadratic in it: at
   * most 20 ms for 1,000 tokens, 80 ms for 2,000. The explorers' introspection query has 200.
   */
  OPERATION_MAX_TOKENS: positive.default(1_000),
  /** Selections with every fragment expanded; the explorers' introspection query needs 240. */
  OPERATION_MAX_SELECTIONS: positive.default(500),
  OPERATION_MAX_DEPTH: positive.default(15),
  OPERATION_MAX_ALIASES: positive.default(50),
  OPERATION_MAX_ROOT_FIELDS: positive.default(20),
  /** Objects that may have to be fetched: a page of 100 products with variants and stock is about 7,300. */
  OPERATION_MAX_COST: positive.default(7_500),
  /**
   * Fetches of the query plan: each visits a subgraph with the entities found so far, and each alias of an
   * entity has its own. The operations of a shop front need at most 5.
   */
  OPERATION_MAX_FETCHES: positive.default(20),
};
export type OperationLimits = z.output<z.ZodObject<typeof operationLimitVariables>>;
