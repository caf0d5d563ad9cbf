import type { ResponseStore } from './response-store.ts';

/** Returns a store that reports the subgraphs whose responses are invalidated. */
export const watchInvalidations = (
  store: ResponseStore,
  report: (subgraphs: readonly string[]) => void,
): ResponseStore => ({
  ...store,
  invalidate(subgraphs) {
    report(subgraphs);
    return store.invalidate(subgraphs);
  },
});
