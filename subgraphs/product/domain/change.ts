/** A decision: the state to save and the events to say, together or not at all. */
export type Change<T, E> = { readonly next: T; readonly events: readonly E[] };
