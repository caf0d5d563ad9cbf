import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { PermanentError, UnavailableError } from '../errors.ts';
import { type BusFixture, message, messages } from './bus-fixture.ts';

/** Retries, dead letters, unavailable infrastructure. */
export function failureCases(fixture: BusFixture): void {
  /** Waits: a broker takes a moment to return dead letters that were read. */
  const untilDead = (count: number) =>
    until(
      `${count} dead letters`,
      async () => (await fixture.bus.depth(fixture.queue)).dead === count,
    );

  it('a failed message is retried after growing delays until it succeeds', async () => {
    const tries: { attempt: number; at: number }[] = [];
    await fixture.bus.subscribe(fixture.queue, async ({ attempt }) => {
      tries.push({ attempt, at: performance.now() });
      if (tries.length < 3) throw new Error('not yet');
    });
    await fixture.bus.publish(message(fixture.type));
    await until('three attempts', () => tries.length === 3);
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first, second, third] = tries.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThan(40);
    expect(third - second).toBeGreaterThan(90);
    await until(
      'the queue to be empty',
      async () => (await fixture.bus.depth(fixture.queue)).pending === 0,
    );
    expect((await fixture.bus.depth(fixture.queue)).dead).toBe(0);
  });

  it('dead letters are listed, redriven and purged by id or all together', async () => {
    let heal = false;
    const done: string[] = [];
    await fixture.bus.subscribe(fixture.queue, async ({ id }) => {
      if (!heal) throw new Error('broken for now');
      done.push(id);
    });
    const sent = [
      message(fixture.type, 'x', '{"a":1}'),
      message(fixture.type),
      message(fixture.type),
    ];
    for (const one of sent) await fixture.bus.publish(one);
    const deadLetters = fixture.bus.deadLetters(fixture.queue);
    await untilDead(3);

    const listed = await deadLetters.list();
    expect(listed.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
    expect(listed.find(({ id }) => id === sent[0]?.id)).toMatchObject({
      ...sent[0],
      queue: fixture.queue,
      attempts: 4,
      error: 'broken for now',
    });
    await untilDead(3);
    expect(await deadLetters.list(1)).toHaveLength(1);
    await untilDead(3);

    heal = true;
    expect(await deadLetters.redrive([sent[0]?.id ?? ''])).toBe(1);
    await until('the redriven message', () => done.includes(sent[0]?.id ?? ''));
    await untilDead(2);
    expect(await deadLetters.purge([sent[1]?.id ?? ''])).toBe(1);
    await untilDead(1);
    expect(await deadLetters.redrive()).toBe(1);
    await until('the last message', () => done.includes(sent[2]?.id ?? ''));
    await untilDead(0);
    expect(done).toHaveLength(2);
  });

  it('a permanent error goes to the dead letters without a retry', async () => {
    let tries = 0;
    await fixture.bus.subscribe(fixture.queue, async () => {
      tries++;
      throw new PermanentError('never');
    });
    await fixture.bus.publish(message(fixture.type));
    await untilDead(1);
    expect(tries).toBe(1);
  });

  it('a message is held while infrastructure is unavailable, without counting attempts', async () => {
    const attempts: number[] = [];
    await fixture.bus.subscribe(fixture.queue, async ({ attempt }) => {
      attempts.push(attempt);
      if (attempts.length < 5) throw new UnavailableError('database down');
    });
    await fixture.bus.publish(message(fixture.type));
    await until('the fifth attempt', () => attempts.length === 5);
    expect(new Set(attempts)).toEqual(new Set([1]));
    await until(
      'the queue to be empty',
      async () => (await fixture.bus.depth(fixture.queue)).pending === 0,
    );
    expect((await fixture.bus.depth(fixture.queue)).dead).toBe(0);
  });

  it('garbage goes to the dead letters and the queue goes on', async () => {
    const got: string[] = [];
    await fixture.bus.subscribe(fixture.queue, async ({ id, body }) => {
      if (!body.startsWith('{')) throw new PermanentError('not JSON');
      got.push(id);
    });
    await fixture.driver.putGarbage(fixture.queue);
    const sent = message(fixture.type);
    await fixture.bus.publish(sent);
    await until('the valid message', () => got.includes(sent.id));
    await untilDead(1);
  });

  it('reading dead letters does not change them', async () => {
    await fixture.bus.subscribe(fixture.queue, async () => {
      throw new Error('always');
    });
    for (let n = 0; n < 3; n++) await fixture.bus.publish(message(fixture.type));
    await untilDead(3);
    const deadLetters = fixture.bus.deadLetters(fixture.queue);
    const first = await deadLetters.list();
    for (let read = 0; read < 3; read++) {
      await untilDead(3);
      expect(await deadLetters.list()).toEqual(first);
    }
    expect(first.map(({ failedAt }) => failedAt)).toEqual(
      first.map(({ failedAt }) => failedAt).sort(),
    );
    await untilDead(3);
    expect(await deadLetters.purge()).toBe(3);
    expect(await deadLetters.redrive()).toBe(0);
  });

  it('later messages of a key pass one that waits for its retry', async () => {
    const got: string[] = [];
    let succeeded = false;
    // So many that the first message cannot run out of attempts before the second is published.
    const bus = await fixture.connect({ retryDelaysMs: Array.from({ length: 40 }, () => 250) });
    await bus.subscribe(fixture.queue, async ({ body }) => {
      got.push(body);
      if (body !== 'first') return;
      if (!got.includes('second')) throw new Error('not yet');
      succeeded = true;
    });
    await bus.publish(message(fixture.type, 'key', 'first'));
    await bus.publish(message(fixture.type, 'key', 'second'));
    await until('the first message to succeed', () => succeeded);
    expect(got[0]).toBe('first');
    expect(got.slice(-2)).toEqual(['second', 'first']);
    expect(got.filter((body) => body === 'second')).toHaveLength(1);
    expect((await bus.depth(fixture.queue)).dead).toBe(0);
  });

  it('a consumer that stops returns a held message without counting the attempt', async () => {
    for (let stops = 0; stops < 7; stops++) {
      const attempts: number[] = [];
      const subscription = await fixture.bus.subscribe(fixture.queue, async ({ attempt }) => {
        attempts.push(attempt);
        throw new UnavailableError('database down');
      });
      if (stops === 0) await fixture.bus.publish(message(fixture.type));
      await until('an attempt', () => attempts.length > 0);
      await subscription.stop();
      expect(attempts).toContain(1);
      expect(new Set(attempts)).toEqual(new Set([1]));
    }
    expect(await fixture.bus.depth(fixture.queue)).toEqual({ pending: 1, dead: 0 });
  });

  it('a redrive of all dead letters redrives each once, even if it is dead again at once', async () => {
    await fixture.bus.subscribe(fixture.queue, async () => {
      throw new PermanentError('never');
    });
    for (const one of messages(5, fixture.type)) await fixture.bus.publish(one);
    await fixture.driver.putGarbage(fixture.queue);
    await untilDead(6);
    expect(await fixture.bus.deadLetters(fixture.queue).redrive()).toBe(6);
    await untilDead(6);
  });
}
