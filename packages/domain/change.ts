/** A decision: the next state of an aggregate and its events. A store saves both or neither. */
export type Change<T, E> = { readonly next: T; readonly events: readonly E[] };
