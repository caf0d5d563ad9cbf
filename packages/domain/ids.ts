import { v5, v7, validate } from 'uuid';

/** Returns a new time-ordered id (UUIDv7, RFC 9562). */
export const newId = (): string => v7();

const namespace = 'd0f5c2a4-6c2e-5b0e-9a51-6f1b3f0f7d11';

/** Returns the same id for the same name, always (UUIDv5), so that the seeds of two domains agree. */
export const idFromName = (name: string): string => v5(name, namespace);

/** Whether a text can be an id of the shop: a UUID in lower case. Other spellings are not ids. */
export const isId = (text: string): boolean => validate(text) && text === text.toLowerCase();

/** A federated entity by its key alone; the subgraph that owns it knows the rest. */
export type Reference = { readonly id: string };
