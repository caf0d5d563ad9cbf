import { createStore, del, get, set } from 'idb-keyval';

/** What stores text by key: `indexedDbStorage` in browsers, AsyncStorage of React Native. */
export type KeyValueStorage = {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
};

/**
 * Stores in IndexedDB, where each tab of an origin reads what another tab has written before. localStorage does not
 * promise that: a tab could read an old token, or an old list of mutations, and overwrite a newer one.
 */
export function indexedDbStorage(database = 'shop'): KeyValueStorage {
  const store = createStore(database, 'values');
  return {
    getItem: async (key) => (await get<string>(key, store)) ?? null,
    setItem: (key, value) => set(key, value, store),
    removeItem: (key) => del(key, store),
  };
}

/** Stores in memory, until the page or process ends. */
export function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}
