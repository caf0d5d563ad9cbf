import { useSyncExternalStore } from 'react';

/** Whether the shop has answered since the browser reported that it has no network. */
let isReached = false;

const isOnline = (): boolean => navigator.onLine || isReached;

function subscribe(listener: () => void): () => void {
  function disconnect(): void {
    isReached = false;
    listener();
  }
  addEventListener('online', listener);
  addEventListener('offline', disconnect);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', disconnect);
  };
}

/** Whether the browser has a network. */
export const useOnline = (): boolean => useSyncExternalStore(subscribe, isOnline);

/**
 * Requests the page from the shop. Returns whether the shop answers; then everything goes on that waits for a network, also
 * when the browser has not noticed that there is one.
 */
export async function reachShop(): Promise<boolean> {
  const response = await fetch(location.href, { cache: 'no-store' }).catch(() => undefined);
  if (!response || response.status >= 500) return false;
  if (!isOnline()) {
    isReached = true;
    dispatchEvent(new Event('online'));
  }
  return true;
}
