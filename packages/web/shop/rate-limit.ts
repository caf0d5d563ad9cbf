import { useSyncExternalStore } from 'react';

const changed = new EventTarget();
let waiting = 0;
/** The longest of the waits that are not over. */
let seconds = 0;

function update(change: 1 | -1, wait = 0): void {
  waiting += change;
  seconds = waiting > 0 ? Math.max(seconds, wait) : 0;
  changed.dispatchEvent(new Event('change'));
}

/** Waits before an operation is sent again that the shop has limited; pages show it meanwhile. */
export async function waitForLimit(ms: number): Promise<void> {
  update(1, Math.ceil(ms / 1_000));
  await new Promise((resolve) => setTimeout(resolve, ms));
  update(-1);
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
}

/** How many seconds an operation waits until the shop takes it; 0 when none waits. */
export const useWait = (): number => useSyncExternalStore(subscribe, () => seconds);
