import type { Locks } from '../locks.ts';
import type { KeyValueStorage } from '../storage.ts';
import type { Entry } from './entry.ts';

/** The entries of an outbox in a storage, oldest first. */
export type EntryStore = {
  list(): Promise<readonly Entry[]>;
  /** Adds an entry; an entry with the same key stays as it is. */
  add(entry: Entry): Promise<void>;
  remove(key: string): Promise<void>;
};

/** Stores all entries under one key, so that each change is atomic. */
export function createEntryStore(storage: KeyValueStorage, name: string, locks: Locks): EntryStore {
  async function list(): Promise<readonly Entry[]> {
    return JSON.parse((await storage.getItem(name)) ?? '[]') as Entry[];
  }
  const change = (next: (entries: readonly Entry[]) => readonly Entry[]) =>
    locks(`${name}.storage`, async () => {
      await storage.setItem(name, JSON.stringify(next(await list())));
    });
  return {
    list,
    add: (entry) =>
      change((entries) =>
        entries.some(({ key }) => key === entry.key) ? entries : [...entries, entry],
      ),
    remove: (removed) => change((entries) => entries.filter(({ key }) => key !== removed)),
  };
}
