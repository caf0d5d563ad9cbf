import type { Locks } from '../locks.ts';
import { type Answer, type Entry, isAnswer, type Send } from './entry.ts';
import type { EntryStore } from './entry-store.ts';
import { createSignal } from './signal.ts';

type SenderOptions = {
  readonly name: string;
  readonly locks: Locks;
  readonly entries: EntryStore;
  readonly send: Send;
  readonly wait: (ms: number) => Promise<void>;
  readonly onAnswer: (entry: Entry, answer: Answer) => Promise<void>;
};

/** Subjects that are sent side by side: browsers open few connections to one host. */
const parallel = 4;
const firstDelayMs = 500;
const maxDelayMs = 60_000;

/** Half of it is random, so that clients do not return at the same moment after an outage. */
const delayMs = (attempt: number): number =>
  Math.min(maxDelayMs, firstDelayMs * 2 ** attempt) * (0.5 + Math.random() / 2);

/** Sends entries: subjects side by side, the entries of each one after the other, each until it is answered. */
export function createSender({ name, locks, entries, send, wait, onAnswer }: SenderOptions) {
  const busy = new Set<string>();
  const attempts = new Map<string, number>();
  const change = createSignal();
  const retry = createSignal();
  let running = false;
  let stopped = false;

  /** Sends an entry once, and waits when there is no answer. */
  async function sendOnce(entry: Entry): Promise<void> {
    const attempt = attempts.get(entry.key) ?? 0;
    try {
      const answer = await send(entry);
      if (stopped) return;
      if (isAnswer(answer)) {
        await onAnswer(entry, answer);
        attempts.delete(entry.key);
        return;
      }
    } catch {
      // No answer: the next attempt has the same key.
    }
    attempts.set(entry.key, attempt + 1);
    await Promise.race([wait(delayMs(attempt)), retry.next()]);
  }

  /** Sends the oldest entry of each subject that none is sent of. */
  function sendNext(list: readonly Entry[]): void {
    for (const entry of list) {
      if (busy.size === parallel) return;
      if (busy.has(entry.subject)) continue;
      busy.add(entry.subject);
      void sendOnce(entry).finally(() => {
        busy.delete(entry.subject);
        change.emit();
      });
    }
  }

  async function drain(): Promise<void> {
    while (!stopped) {
      const changed = change.next();
      sendNext(await entries.list());
      if (busy.size === 0) return;
      await changed;
    }
  }

  /** Starts unless it runs; then what waits is sent now. */
  function start(): void {
    change.emit();
    retry.emit();
    if (running || stopped) return;
    running = true;
    void locks(`${name}.sender`, drain).finally(async () => {
      running = false;
      // An entry may have come between the last look and now.
      if (!stopped && (await entries.list()).length > 0) start();
    });
  }

  return {
    start,
    /** Looks for entries that another tab has added. */
    wake: change.emit,
    stop() {
      stopped = true;
      change.emit();
      retry.emit();
    },
  };
}
