/** A query whose cached response is sent again, and what it uses. */
export type CachedUse = {
  readonly operationName: string | null;
  readonly deprecated: readonly string[];
  readonly rootFields: readonly string[];
};
