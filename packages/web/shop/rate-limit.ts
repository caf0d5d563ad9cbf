import { useSyncExternalStore } from 'react';

const changed = new EventTarget();
let waiting = 0;

function count(change: 1 | -1): void {
  waiting += change;
  changed.dispatchEvent(new Event('change'));
}

/** Waits before an operation is sent again that the shop has limited; pages show it meanwhile. */
export async function waitForLimit(ms: number): Promise<void> {
  count(1);
  await new Promise((resolve) => setTimeout(resolve, ms));
  count(-1);
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
}

/** Whether an operation waits until the shop takes it. */
export const useIsWaiting = (): boolean => useSyncExternalStore(subscribe, () => waiting > 0);
