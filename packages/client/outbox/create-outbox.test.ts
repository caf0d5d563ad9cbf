import { describe, expect, it } from 'vitest';
import { inTabLocks } from '../locks.ts';
import { memoryStorage } from '../storage.ts';
import { createOutbox, type OutboxOptions } from './create-outbox.ts';
import type { Answer, Entry } from './entry.ts';

const document =
  'mutation ($input: PayOrderInput!) { payOrder(input: $input) { userErrors { code } } }';
const done: Answer = { data: { payOrder: { userErrors: [] } }, errors: [] };
const unavailable: Answer = {
  data: { payOrder: null },
  errors: [{ message: 'Later.', code: 'SERVICE_UNAVAILABLE' }],
};
const mutation = (subject: string, idempotencyKey?: string) => ({
  subject,
  document,
  variables: { input: { orderId: subject, idempotencyKey } },
});

/** A device with a storage, on which an application starts as often as wanted. */
function device(send: (entry: Entry, attempt: number) => Promise<Answer>) {
  const storage = memoryStorage();
  const sent: string[] = [];
  const start = (options: Partial<OutboxOptions> = {}) =>
    createOutbox({
      storage,
      locks: inTabLocks(),
      wait: async () => {},
      send: (entry) => send(entry, sent.push(entry.key)),
      ...options,
    });
  return { storage, sent, start };
}

describe('an outbox', () => {
  it('sends a mutation with a key of its own until it is answered', async () => {
    const { sent, start } = device(async (_, attempt) => {
      if (attempt === 1) throw new TypeError('no network');
      return attempt === 2 ? unavailable : done;
    });
    const outbox = start({ newKey: () => 'new key' });
    const { key, answer } = await outbox.add(mutation('order 1'));
    expect(key).toBe('new key');
    expect(await answer).toEqual(done);
    expect(sent).toEqual([key, key, key]);
    expect(await outbox.pending()).toEqual([]);
  });

  it('stores a mutation before it sends it, and sends it after a crash with the same key', async () => {
    const silent = new Promise<Answer>(() => {});
    let isOnline = false;
    const { sent, start } = device(async () => (isOnline ? done : silent));
    const crashed = start();
    await crashed.add(mutation('order 1', 'key 1'));
    crashed.stop();
    isOnline = true;

    const answers: string[] = [];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const outbox = start({
      onAnswer: ({ key, variables }) => {
        answers.push(key);
        expect(variables['input']).toEqual({ orderId: 'order 1', idempotencyKey: 'key 1' });
        finish();
      },
    });
    outbox.resume();
    await finished;
    expect(answers).toEqual(['key 1']);
    expect(new Set(sent)).toEqual(new Set(['key 1']));
  });

  it('sends the mutations of one subject one after the other, those of others beside them', async () => {
    const open = new Map<string, (answer: Answer) => void>();
    const { sent, start } = device(({ key }) => new Promise((resolve) => open.set(key, resolve)));
    const outbox = start();
    const [a1, a2, b1] = [
      await outbox.add(mutation('a', 'a1')),
      await outbox.add(mutation('a', 'a2')),
      await outbox.add(mutation('b', 'b1')),
    ];
    await expect.poll(() => sent).toEqual(['a1', 'b1']);
    open.get('b1')?.(done);
    await b1.answer;
    expect(sent).toEqual(['a1', 'b1']);
    open.get('a1')?.(done);
    await a1.answer;
    await expect.poll(() => sent).toEqual(['a1', 'b1', 'a2']);
    open.get('a2')?.(done);
    await a2.answer;
  });

  it('takes a refusal and the error of a wrong request for the answer', async () => {
    const refused: Answer = {
      data: { payOrder: { userErrors: [{ code: 'NOT_FOUND' }] } },
      errors: [],
    };
    const wrong: Answer = { data: null, errors: [{ message: 'No.', code: 'BAD_USER_INPUT' }] };
    const { sent, start } = device(async ({ subject }) => (subject === 'a' ? refused : wrong));
    const outbox = start();
    const added = [await outbox.add(mutation('a')), await outbox.add(mutation('b'))];
    expect(await Promise.all(added.map(({ answer }) => answer))).toEqual([refused, wrong]);
    expect(sent).toHaveLength(2);
  });

  it('answers again when the application crashed before it had handled the answer', async () => {
    const { start } = device(async () => done);
    let crashes = 1;
    const outbox = start({
      onAnswer: () => {
        if (crashes-- > 0) throw new Error('crashed');
      },
    });
    const { answer } = await outbox.add(mutation('a'));
    await answer;
    expect(crashes).toBe(-1);
  });

  it('adds a key once, and forgets a mutation that is discarded', async () => {
    const { start } = device(() => new Promise<Answer>(() => {}));
    const outbox = start();
    await outbox.add(mutation('a', 'key 1'));
    await outbox.add(mutation('a', 'key 1'));
    expect(await outbox.pending()).toHaveLength(1);
    await outbox.discard('key 1');
    expect(await outbox.pending()).toEqual([]);
  });
});
