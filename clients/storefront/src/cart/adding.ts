import { useSyncExternalStore } from 'react';

const changed = new EventTarget();
let units = 0;

/** Counts units that are being added to the cart, until they are in it or refused. */
export function countAdding(change: number): void {
  units += change;
  changed.dispatchEvent(new Event('change'));
}

function subscribe(listener: () => void): () => void {
  changed.addEventListener('change', listener);
  return () => changed.removeEventListener('change', listener);
}

/** The units that are being added to the cart. */
export const useAdding = (): number => useSyncExternalStore(subscribe, () => units);
