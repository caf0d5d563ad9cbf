import { type DocumentNode, print } from 'graphql';
import { createLocks, type Locks } from '../locks.ts';
import type { KeyValueStorage } from '../storage.ts';
import type { Answer, Entry, Send } from './entry.ts';
import { createEntryStore } from './entry-store.ts';
import { createSender } from './sender.ts';
import { openTabChannel } from './tab-channel.ts';

/** Where an outbox stores mutations, and how it sends them. */
export type OutboxOptions = {
  readonly storage: KeyValueStorage;
  readonly send: Send;
  /**
   * Called with each answer before the entry is removed: after a crash, again. The place to continue, also for entries that
   * an earlier run of the application has added.
   */
  readonly onAnswer?: (entry: Entry, answer: Answer) => void | Promise<void>;
  /** Name of the outbox in the storage; `shop.outbox` when absent. */
  readonly name?: string;
  readonly locks?: Locks;
  /** Makes a key; `crypto.randomUUID`, which React Native does not have, when absent. */
  readonly newKey?: () => string;
  /** Waits before the next attempt. */
  readonly wait?: (ms: number) => Promise<void>;
};

type Input = { readonly idempotencyKey?: string | null | undefined };
/** A mutation with an input that takes an `idempotencyKey`; it gets a new one unless it has one. */
export type OutboxMutation = {
  readonly subject: string;
  /** The operation, as text or as the document of a code generator. */
  readonly document: string | DocumentNode;
  readonly variables: { readonly input: Input & Readonly<Record<string, unknown>> };
};

/** A stored mutation: it is sent until it is answered, also after a crash. */
export type Added = { readonly key: string; readonly answer: Promise<Answer> };

/** Mutations that are stored until they are answered, and sent in order for each subject. */
export type Outbox = {
  /** Stores a mutation, then sends it. The same key again adds nothing. */
  add(mutation: OutboxMutation): Promise<Added>;
  /** Sends what waits: call it at the start, and when the device is online or in the foreground again. */
  resume(): void;
  pending(): Promise<readonly Entry[]>;
  /** Gives a mutation up. The shop may have executed it. */
  discard(key: string): Promise<void>;
  /** Stops sending. Entries stay stored. */
  stop(): void;
};

type Waiter = { readonly answer: Promise<Answer>; readonly resolve: (answer: Answer) => void };

function createWaiter(): Waiter {
  let resolve: Waiter['resolve'] = () => {};
  const answer = new Promise<Answer>((done) => {
    resolve = done;
  });
  return { answer, resolve };
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Creates an outbox. Of the tabs of an origin, one sends at a time. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { storage, send, onAnswer, name = 'shop.outbox', wait = sleep } = options;
  const newKey = options.newKey ?? (() => crypto.randomUUID());
  const locks = options.locks ?? createLocks();
  const entries = createEntryStore(storage, name, locks);
  const waiters = new Map<string, Waiter>();
  const settle = (key: string, answer: Answer) => {
    waiters.get(key)?.resolve(answer);
    waiters.delete(key);
  };
  const waiterOf = (key: string): Waiter => {
    const waiter = waiters.get(key) ?? createWaiter();
    waiters.set(key, waiter);
    return waiter;
  };

  const sender = createSender({
    name,
    locks,
    entries,
    send,
    wait,
    async onAnswer(entry, answer) {
      await onAnswer?.(entry, answer);
      await entries.remove(entry.key);
      settle(entry.key, answer);
      channel.post({ key: entry.key, answer });
    },
  });
  const channel = openTabChannel(name, (message) => {
    if ('added' in message) sender.wake();
    else settle(message.key, message.answer);
  });

  return {
    async add({ subject, document, variables: { input, ...others } }) {
      const key = input.idempotencyKey ?? newKey();
      const { answer } = waiterOf(key);
      const variables = { ...others, input: { ...input, idempotencyKey: key } };
      const text = typeof document === 'string' ? document : print(document);
      await entries.add({ key, subject, document: text, variables });
      channel.post({ added: true });
      sender.start();
      return { key, answer };
    },
    resume: () => sender.start(),
    pending: () => entries.list(),
    discard: (key) => entries.remove(key),
    stop() {
      sender.stop();
      channel.close();
    },
  };
}
