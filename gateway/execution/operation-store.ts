import { LRUCache } from 'lru-cache';
import type { CompiledOperation } from './compile-operation.ts';
import type { QueryPlan } from './plan/query-plan.ts';
import type { RequestContext } from './plan/subgraph-reply.ts';

/** Memory of the compiled operations, approximately: some 2,000 operations of a shop front. */
const maxBytes = 16 * 2 ** 20;
/** Bytes of an entry besides what is compiled. */
const entryBytes = 1_000;

/** An operation that is compiled, or one that Apollo Gateway's own executor executes. */
export type StoredOperation =
  | CompiledOperation
  | { readonly queryPlan: QueryPlan; readonly run?: undefined };

export type OperationStore = {
  get(request: RequestContext): StoredOperation | undefined;
  /** Writes an operation, and again when its size has changed; the least recently used go first. */
  set(request: RequestContext, operation: StoredOperation): void;
};

const keyOf = ({ queryHash, request }: RequestContext): string =>
  `${queryHash} ${request.operationName ?? ''}`;

const sizeOf = (operation: StoredOperation): number =>
  entryBytes + (operation.run ? operation.size() : 0);

/** Stores the operations of one supergraph. One larger than all the memory is compiled each time. */
export function createOperationStore(): OperationStore {
  const operations = new LRUCache<string, StoredOperation>({
    maxSize: maxBytes,
    sizeCalculation: sizeOf,
  });
  return {
    get: (request) => operations.get(keyOf(request)),
    set: (request, operation) => void operations.set(keyOf(request), operation),
  };
}
