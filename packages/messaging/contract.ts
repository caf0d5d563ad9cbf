import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { until } from '@shop/service/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, EventBus, Message } from './bus.ts';
import { PermanentError, UnavailableError } from './errors.ts';

/** What a driver brings: how to connect, how to spoil and how to clean up. */
export type Driver = {
  /** Connects a bus as another process would. Retries come after 50, 100 and 150 ms. */
  connect(): Promise<EventBus>;
  /** Puts something that no bus has published on a queue. */
  putGarbage(queue: string): Promise<void>;
  /** Environment for `contract-victim.ts`. */
  readonly env: Readonly<Record<string, string>>;
  /** Removes the queues of a test. */
  remove(queues: readonly string[]): Promise<void>;
  close(): Promise<void>;
};

export const retryDelaysMs = [50, 100, 150];

const message = (type: string, key: string = randomUUID(), body = '{}'): Message => ({
  id: randomUUID(),
  type,
  key,
  body,
});

/** The behaviour that every EventBus promises, run against a real one. */
export function describeBusContract(name: string, open: () => Promise<Driver>): void {
  describe(`EventBus on ${name}`, () => {
    let driver: Driver;
    let buses: EventBus[];
    let bus: EventBus;
    let queue: string;
    let other: string;
    let type: string;

    const connect = async () => {
      const connected = await driver.connect();
      buses.push(connected);
      await connected.declare({ [queue]: [type], [other]: [type] });
      return connected;
    };

    beforeAll(async () => {
      driver = await open();
    });
    afterAll(() => driver.close());
    beforeEach(async () => {
      const run = randomUUID().slice(0, 8);
      queue = `test.${run}.one`;
      other = `test.${run}.two`;
      type = `thing${run}.happened.v1`;
      buses = [];
      bus = await connect();
    });
    afterEach(async () => {
      await Promise.all(buses.map((one) => one.close()));
      await driver.remove([queue, other]);
    });

    it('hands a message to every queue bound to its type, and to no other', async () => {
      const first: Delivery[] = [];
      const second: Delivery[] = [];
      await bus.subscribe(queue, async (one) => void first.push(one));
      await bus.subscribe(other, async (one) => void second.push(one));
      const sent = message(type, 'k', '{"n":1}');
      await bus.publish(sent);
      await until('both', () => first.length === 1 && second.length === 1);
      expect(first[0]).toEqual({ ...sent, attempt: 1 });
      expect(second[0]).toEqual({ ...sent, attempt: 1 });
    });

    it('keeps messages while their consumer is away', async () => {
      const sent = [message(type), message(type), message(type)];
      for (const one of sent) await bus.publish(one);
      await bus.close();
      const got: string[] = [];
      const later = await connect();
      await later.subscribe(queue, async ({ id }) => void got.push(id));
      await until('all three', () => got.length === 3);
      expect(got.sort()).toEqual(sent.map(({ id }) => id).sort());
    });

    it('keeps the order of messages with one key', async () => {
      const got: Record<string, number[]> = { a: [], b: [], c: [] };
      for (let n = 0; n < 30; n++) {
        for (const key of ['a', 'b', 'c']) await bus.publish(message(type, key, String(n)));
      }
      await bus.subscribe(
        queue,
        async ({ key, body }) => {
          await sleep(Math.random() * 3);
          got[key]?.push(Number(body));
        },
        { concurrency: 6 },
      );
      await until('all of them', () => Object.values(got).flat().length === 90);
      for (const seen of Object.values(got)) expect(seen).toEqual([...seen].sort((x, y) => x - y));
    });

    it('tries again after growing waits, then succeeds', async () => {
      const tries: { attempt: number; at: number }[] = [];
      await bus.subscribe(queue, async ({ attempt }) => {
        tries.push({ attempt, at: performance.now() });
        if (tries.length < 3) throw new Error('not yet');
      });
      await bus.publish(message(type));
      await until('three tries', () => tries.length === 3);
      expect(tries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      const [first, second, third] = tries.map(({ at }) => at) as [number, number, number];
      expect(second - first).toBeGreaterThan(40);
      expect(third - second).toBeGreaterThan(90);
      await until('the queue to be empty', async () => (await bus.depth(queue)).pending === 0);
      expect((await bus.depth(queue)).dead).toBe(0);
    });

    it('lists what failed for good, and redrives and purges it by choice', async () => {
      let heal = false;
      const done: string[] = [];
      await bus.subscribe(queue, async ({ id }) => {
        if (!heal) throw new Error('broken for now');
        done.push(id);
      });
      const sent = [message(type, 'x', '{"a":1}'), message(type), message(type)];
      for (const one of sent) await bus.publish(one);
      const letters = bus.deadLetters(queue);
      await until('three dead', async () => (await bus.depth(queue)).dead === 3);

      const listed = await letters.list();
      expect(listed.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
      expect(listed.find(({ id }) => id === sent[0]?.id)).toMatchObject({
        ...sent[0],
        queue,
        attempts: 4,
        error: 'broken for now',
      });
      expect(await letters.list(1)).toHaveLength(1);
      expect((await bus.depth(queue)).dead).toBe(3);

      heal = true;
      expect(await letters.redrive([sent[0]?.id ?? ''])).toBe(1);
      await until('the redriven one', () => done.includes(sent[0]?.id ?? ''));
      expect(await letters.purge([sent[1]?.id ?? ''])).toBe(1);
      expect(await letters.redrive()).toBe(1);
      await until('the last one', () => done.includes(sent[2]?.id ?? ''));
      await until('no dead ones', async () => (await bus.depth(queue)).dead === 0);
      expect(done).toHaveLength(2);
    });

    it('spares a permanent error the retries', async () => {
      let tries = 0;
      await bus.subscribe(queue, async () => {
        tries++;
        throw new PermanentError('never');
      });
      await bus.publish(message(type));
      await until('one dead', async () => (await bus.depth(queue)).dead === 1);
      expect(tries).toBe(1);
    });

    it('holds a message while infrastructure is away, without counting', async () => {
      const attempts: number[] = [];
      await bus.subscribe(queue, async ({ attempt }) => {
        attempts.push(attempt);
        if (attempts.length < 6) throw new UnavailableError('database away');
      });
      await bus.publish(message(type));
      await until('the sixth try', () => attempts.length === 6);
      expect(new Set(attempts)).toEqual(new Set([1]));
      await until('the queue to be empty', async () => (await bus.depth(queue)).pending === 0);
      expect((await bus.depth(queue)).dead).toBe(0);
    });

    it('shares the work of competing instances, each message once', async () => {
      const got: string[][] = [[], []];
      const instances = [bus, await connect()];
      for (const [index, one] of instances.entries()) {
        await one.subscribe(
          queue,
          async ({ id }) => {
            await sleep(2);
            got[index]?.push(id);
          },
          { concurrency: 2 },
        );
      }
      await Promise.all(Array.from({ length: 60 }, () => bus.publish(message(type))));
      await until('all of them', () => got.flat().length >= 60);
      await until('the queue to be empty', async () => (await bus.depth(queue)).pending === 0);
      expect(new Set(got.flat()).size).toBe(60);
      expect(got.flat()).toHaveLength(60);
    });

    it('handles no more than `concurrency` at once, and one key alone', async () => {
      let now = 0;
      let most = 0;
      const busy = new Map<string, number>();
      let overlaps = 0;
      let done = 0;
      await bus.subscribe(
        queue,
        async ({ key }) => {
          most = Math.max(most, ++now);
          if (busy.get(key)) overlaps++;
          busy.set(key, 1);
          await sleep(4);
          busy.delete(key);
          now--;
          done++;
        },
        { concurrency: 3 },
      );
      await Promise.all(
        Array.from({ length: 45 }, (_, n) => bus.publish(message(type, `k${n % 5}`))),
      );
      await until('all of them', () => done === 45);
      expect(most).toBe(3);
      expect(overlaps).toBe(0);
    });

    it('hands a message on when the process that handles it is killed', async () => {
      const sent = message(type);
      await bus.publish(sent);
      const victim = startVictim(driver, queue, type, 'hang');
      await until('the victim to hold it', () => victim.handled.includes(sent.id), 20_000);
      victim.process.kill('SIGKILL');
      const got: Delivery[] = [];
      await bus.subscribe(queue, async (one) => void got.push(one));
      await until('its redelivery', () => got.length === 1, 20_000);
      expect(got[0]?.id).toBe(sent.id);
    });

    it('isolates a message that kills every process that touches it', {
      timeout: 90_000,
    }, async () => {
      const poison = message(type, 'poison', 'kill');
      const good = Array.from({ length: 4 }, () => message(type));
      await bus.publish(poison);
      for (const one of good) await bus.publish(one);
      const handled = new Set<string>();
      for (let life = 0; life < 12 && (await bus.depth(queue)).dead === 0; life++) {
        const victim = startVictim(driver, queue, type, 'obey');
        await Promise.race([
          once(victim.process, 'exit'),
          until('death', async () => (await bus.depth(queue)).dead === 1, 60_000),
        ]);
        for (const id of victim.handled) handled.add(id);
        victim.process.kill('SIGKILL');
      }
      const dead = await bus.deadLetters(queue).list();
      expect(dead.map(({ id }) => id)).toEqual([poison.id]);
      await bus.subscribe(queue, async ({ id }) => void handled.add(id));
      await until('the innocent ones', () => good.every(({ id }) => handled.has(id)), 20_000);
    });

    it('stops gracefully: what is in flight is finished, nothing new is taken', async () => {
      let finished = 0;
      let started = 0;
      const subscription = await bus.subscribe(
        queue,
        async () => {
          started++;
          await sleep(100);
          finished++;
        },
        { concurrency: 2 },
      );
      for (let n = 0; n < 8; n++) await bus.publish(message(type));
      await until('two at work', () => started - finished === 2);
      await subscription.stop();
      expect(finished).toBe(started);
      const rest: string[] = [];
      await (await connect()).subscribe(queue, async ({ id }) => void rest.push(id));
      await until('the rest', () => rest.length === 8 - finished);
    });

    it('buries garbage and goes on', async () => {
      const got: string[] = [];
      await bus.subscribe(queue, async ({ id, body }) => {
        if (!body.startsWith('{')) throw new PermanentError('no JSON');
        got.push(id);
      });
      await driver.putGarbage(queue);
      const sent = message(type);
      await bus.publish(sent);
      await until('the good one', () => got.includes(sent.id));
      await until('the garbage to be dead', async () => (await bus.depth(queue)).dead === 1);
    });

    it('takes a message that nobody hears', async () => {
      await expect(bus.publish(message('nobody.hears.v1'))).resolves.toBeUndefined();
    });

    it('refuses to publish once it is closed', async () => {
      await bus.close();
      await expect(bus.publish(message(type))).rejects.toThrow(UnavailableError);
    });
  });
}

type Victim = { readonly process: ChildProcess; readonly handled: string[] };

/** A consumer in a process of its own that can be killed. It prints the id of every message it takes. */
function startVictim(driver: Driver, queue: string, type: string, manner: 'hang' | 'obey'): Victim {
  const script = fileURLToPath(new URL('contract-victim.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, queue, type, manner], {
    env: { ...process.env, ...driver.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const handled: string[] = [];
  child.stdout.on('data', (chunk) => handled.push(...String(chunk).trim().split('\n')));
  return { process: child, handled };
}
