import { useSyncExternalStore } from 'react';

/** A text that the tabs of this browser share and that survives a reload. */
export type StoredText = {
  read(): string | undefined;
  write(text: string | undefined): void;
  use(): string | undefined;
};

const changed = new EventTarget();

/** Creates a stored text. Without a storage, for example in a private window that forbids it, it lasts as long as the page. */
export function storedText(key: string): StoredText {
  let fallback: string | undefined;
  const read = () => {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return fallback;
    }
  };
  const subscribe = (listener: () => void) => {
    changed.addEventListener(key, listener);
    addEventListener('storage', listener);
    return () => {
      changed.removeEventListener(key, listener);
      removeEventListener('storage', listener);
    };
  };
  return {
    read,
    write(text) {
      fallback = text;
      try {
        if (text === undefined) localStorage.removeItem(key);
        else localStorage.setItem(key, text);
      } catch {
        // `fallback` has it.
      }
      changed.dispatchEvent(new Event(key));
    },
    use: () => useSyncExternalStore(subscribe, read),
  };
}
