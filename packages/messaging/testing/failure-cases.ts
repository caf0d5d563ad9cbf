import { until } from '@shop/testing';
import { expect, it } from 'vitest';
import { PermanentError, UnavailableError } from '../errors.ts';
import { message, messages, type Stage } from './stage.ts';

/** Retries, dead letters, infrastructure that is away. */
export function failureCases(stage: Stage): void {
  it('tries again after growing waits, then succeeds', async () => {
    const tries: { attempt: number; at: number }[] = [];
    await stage.bus.subscribe(stage.queue, async ({ attempt }) => {
      tries.push({ attempt, at: performance.now() });
      if (tries.length < 3) throw new Error('not yet');
    });
    await stage.bus.publish(message(stage.type));
    await until('three tries', () => tries.length === 3);
    expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first, second, third] = tries.map(({ at }) => at) as [number, number, number];
    expect(second - first).toBeGreaterThan(40);
    expect(third - second).toBeGreaterThan(90);
    await until(
      'the queue to be empty',
      async () => (await stage.bus.depth(stage.queue)).pending === 0,
    );
    expect((await stage.bus.depth(stage.queue)).dead).toBe(0);
  });

  it('lists what failed for good, and redrives and purges it by choice', async () => {
    let heal = false;
    const done: string[] = [];
    await stage.bus.subscribe(stage.queue, async ({ id }) => {
      if (!heal) throw new Error('broken for now');
      done.push(id);
    });
    const sent = [message(stage.type, 'x', '{"a":1}'), message(stage.type), message(stage.type)];
    for (const one of sent) await stage.bus.publish(one);
    const letters = stage.bus.deadLetters(stage.queue);
    // A broker takes a moment to put back what was looked at.
    const untilDead = (count: number) =>
      until(`${count} dead`, async () => (await stage.bus.depth(stage.queue)).dead === count);
    await untilDead(3);

    const listed = await letters.list();
    expect(listed.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
    expect(listed.find(({ id }) => id === sent[0]?.id)).toMatchObject({
      ...sent[0],
      queue: stage.queue,
      attempts: 4,
      error: 'broken for now',
    });
    await untilDead(3);
    expect(await letters.list(1)).toHaveLength(1);
    await untilDead(3);

    heal = true;
    expect(await letters.redrive([sent[0]?.id ?? ''])).toBe(1);
    await until('the redriven one', () => done.includes(sent[0]?.id ?? ''));
    await untilDead(2);
    expect(await letters.purge([sent[1]?.id ?? ''])).toBe(1);
    await untilDead(1);
    expect(await letters.redrive()).toBe(1);
    await until('the last one', () => done.includes(sent[2]?.id ?? ''));
    await untilDead(0);
    expect(done).toHaveLength(2);
  });

  it('spares a permanent error the retries', async () => {
    let tries = 0;
    await stage.bus.subscribe(stage.queue, async () => {
      tries++;
      throw new PermanentError('never');
    });
    await stage.bus.publish(message(stage.type));
    await until('one dead', async () => (await stage.bus.depth(stage.queue)).dead === 1);
    expect(tries).toBe(1);
  });

  it('holds a message while infrastructure is away, without counting', async () => {
    const attempts: number[] = [];
    await stage.bus.subscribe(stage.queue, async ({ attempt }) => {
      attempts.push(attempt);
      if (attempts.length < 5) throw new UnavailableError('database away');
    });
    await stage.bus.publish(message(stage.type));
    await until('the fifth try', () => attempts.length === 5);
    expect(new Set(attempts)).toEqual(new Set([1]));
    await until(
      'the queue to be empty',
      async () => (await stage.bus.depth(stage.queue)).pending === 0,
    );
    expect((await stage.bus.depth(stage.queue)).dead).toBe(0);
  });

  it('buries garbage and goes on', async () => {
    const got: string[] = [];
    await stage.bus.subscribe(stage.queue, async ({ id, body }) => {
      if (!body.startsWith('{')) throw new PermanentError('no JSON');
      got.push(id);
    });
    await stage.driver.putGarbage(stage.queue);
    const sent = message(stage.type);
    await stage.bus.publish(sent);
    await until('the good one', () => got.includes(sent.id));
    await until(
      'the garbage to be dead',
      async () => (await stage.bus.depth(stage.queue)).dead === 1,
    );
  });

  it('leaves dead letters as they are, however often they are looked at', async () => {
    await stage.bus.subscribe(stage.queue, async () => {
      throw new Error('always');
    });
    for (let n = 0; n < 3; n++) await stage.bus.publish(message(stage.type));
    await until('three dead', async () => (await stage.bus.depth(stage.queue)).dead === 3);
    const letters = stage.bus.deadLetters(stage.queue);
    const first = await letters.list();
    for (let look = 0; look < 3; look++) expect(await letters.list()).toEqual(first);
    expect(first.map(({ failedAt }) => failedAt)).toEqual(
      first.map(({ failedAt }) => failedAt).sort(),
    );
    expect(await letters.purge()).toBe(3);
    expect(await letters.redrive()).toBe(0);
  });

  it('lets later messages of a key pass while one waits for its retry', async () => {
    const got: string[] = [];
    await stage.bus.subscribe(stage.queue, async ({ body, attempt }) => {
      got.push(body);
      if (body === 'first' && attempt === 1) throw new Error('not yet');
    });
    await stage.bus.publish(message(stage.type, 'key', 'first'));
    await stage.bus.publish(message(stage.type, 'key', 'second'));
    await until('all', () => got.length === 3);
    expect(got).toEqual(['first', 'second', 'first']);
  });

  it('gives a held message back uncounted when its consumer stops', async () => {
    for (let stops = 0; stops < 7; stops++) {
      const attempts: number[] = [];
      const subscription = await stage.bus.subscribe(stage.queue, async ({ attempt }) => {
        attempts.push(attempt);
        throw new UnavailableError('database away');
      });
      if (stops === 0) await stage.bus.publish(message(stage.type));
      await until('a try', () => attempts.length > 0);
      await subscription.stop();
      expect(attempts).toContain(1);
      expect(new Set(attempts)).toEqual(new Set([1]));
    }
    expect(await stage.bus.depth(stage.queue)).toEqual({ pending: 1, dead: 0 });
  });

  it('redrives each letter once, though it may be dead again at once', async () => {
    await stage.bus.subscribe(stage.queue, async () => {
      throw new PermanentError('never');
    });
    for (const one of messages(5, stage.type)) await stage.bus.publish(one);
    await stage.driver.putGarbage(stage.queue);
    const allDead = async () => (await stage.bus.depth(stage.queue)).dead === 6;
    await until('six dead', allDead);
    expect(await stage.bus.deadLetters(stage.queue).redrive()).toBe(6);
    await until('six dead again', allDead);
  });
}
