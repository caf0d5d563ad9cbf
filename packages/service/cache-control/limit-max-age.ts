/** By the context of a request. */
const limits = new WeakMap<object, number>();

/** Limits how long the response may be cached, where an argument decides it and `@cacheControl` cannot. */
export const limitMaxAge = (context: object, seconds: number): void =>
  void limits.set(context, Math.min(seconds, limits.get(context) ?? seconds));

/** Returns the limit of a response. */
export const maxAgeOf = (context: object) => ({ maxAge: limits.get(context) });
