/** Runs work while no one else runs work under the same name. */
export type Locks = <T>(name: string, work: () => Promise<T>) => Promise<T>;

type WebLocks = { request<T>(name: string, work: () => Promise<T>): Promise<T> };

/** Locks of this tab or process alone. */
export function inTabLocks(): Locks {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const result = before.then(work, work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    last.set(name, settled);
    void settled.then(() => last.get(name) === settled && last.delete(name));
    return result;
  };
}

/** Returns Web Locks, which all tabs of an origin share; where there are none (React Native, Node 22), those of this tab. */
export function createLocks(): Locks {
  const { navigator } = globalThis as { navigator?: { locks?: WebLocks } };
  const locks = navigator?.locks;
  return locks ? (name, work) => locks.request(name, work) : inTabLocks();
}
