import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyLogs } from '@shop/testing/copy-logs';
import { randomFrom } from '@shop/testing/random';
import { untilQuiet } from '../../scripts/start/quiet.ts';
import { PlaceOrderDocument } from '../generated/graphql.ts';
import { type Deliveries, readDeliveries } from './deliveries.ts';
import { crashLoop, type Fault, faultsOf, queueNames } from './faults.ts';
import { insist } from './graph.ts';
import { type Intent, intents } from './intents.ts';
import { judge, type Verdict } from './invariants.ts';
import { unfinished } from './order-invariants.ts';
import { untilFinished, untilRecovered } from './recovery.ts';
import { type Customers, sendCustomers } from './send-customers.ts';
import { stockUp } from './stock-up.ts';
import { openWorld, type World } from './world.ts';

export type ChaosOptions = {
  readonly driver: 'postgres' | 'rabbitmq';
  readonly orders: number;
  readonly clients: number;
  /** Decides what customers want and in which order faults strike. */
  readonly seed: number;
  readonly say: (text: string) => void;
};

export type ChaosResult = {
  readonly faults: ReadonlyMap<string, number>;
  readonly deliveries: Deliveries;
  readonly buried: Buried;
  readonly verdict: Verdict;
  readonly seconds: number;
};

/** What lay in the dead letters: poison, each counted once, and what was redriven from there. */
export type Buried = { readonly poison: number; readonly redriven: number };

const quietDeadlines = 20;

/**
 * Lets customers order while everything that can break is broken, waits until the shop has come to
 * rest, and reads from the databases what became of it. Each fault strikes at least once.
 */
export async function chaos(options: ChaosOptions): Promise<ChaosResult> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-chaos-'));
  const began = performance.now();
  const world = await openWorld(folder, options.driver);
  let customers: Customers | undefined;
  try {
    const random = randomFrom(options.seed);
    const { variantIds, cursed, token } = await stockUp(world, options.orders);
    const wanted = intents(options.orders, 0, variantIds, random);
    const cursedKey = intents(1, options.orders, [cursed], () => 0.99)[0] as Intent;
    customers = await sendCustomers(world, folder, wanted, options.clients);
    const order = async () => {
      const input = { lines: [{ variantId: cursed, quantity: 1 }], idempotencyKey: cursedKey.key };
      void insist(world.url, PlaceOrderDocument, { input }, token);
      return cursed;
    };
    const faults = await strike(world, customers, order, options, random);
    await customers.done;
    options.say('customers are done; waiting for the shop to come to rest');
    await rest(world);
    const buried = await bury(world);
    const verdict = await judge(world, [...wanted, cursedKey]);
    const deliveries = await readDeliveries(world.logDir);
    const seconds = (performance.now() - began) / 1_000;
    return { faults, deliveries, buried, verdict, seconds };
  } finally {
    customers?.stop();
    await world.close();
    await copyLogs(folder);
    // What was killed may still be writing as it dies.
    await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  }
}

/**
 * Strikes faults in random order, spread over the orders, and again while customers still order. The next
 * one waits until the shop has recovered: about one order of each customer was finished since. All the while one message kills its worker, again and again: the embedded bus gives it to the next
 * one only after its lease.
 */
async function strike(
  world: World,
  customers: Customers,
  order: () => Promise<string>,
  { orders, clients, say }: ChaosOptions,
  random: () => number,
): Promise<Map<string, number>> {
  const struck = new Map<string, number>();
  const note = (name: string) => {
    struck.set(name, (struck.get(name) ?? 0) + 1);
    say(`${name} (${customers.progress()} of ${orders} orders)`);
  };
  let over = false;
  void customers.done
    .finally(() => {
      over = true;
    })
    .catch(() => undefined);
  const progress = { total: orders, finished: customers.progress, isOver: () => over };
  const loop = crashLoop(world, order);
  const looped = loop.strike().then(() => note(loop.name));
  looped.catch(() => undefined);
  const faults = inOrder(faultsOf(world, customers.kill), random);
  for (let n = 0; n < faults.length || !over; n++) {
    const fault = faults[n % faults.length];
    if (!fault) break;
    const due = (orders * (n + 1)) / (faults.length + 1);
    if (n < faults.length) await untilFinished(progress, due, `before ${fault.name}`);
    if (fault.endsCrashLoop) await looped;
    await fault.strike();
    note(fault.name);
    await untilRecovered(fault, progress, clients);
  }
  await looped;
  return struck;
}

/** Shuffled, but for those that have to wait for the crash loop: they come when it has had its time. */
function inOrder(faults: readonly Fault[], random: () => number): Fault[] {
  const shuffled = faults.toSorted(() => random() - 0.5);
  const others = shuffled.filter(({ endsCrashLoop }) => !endsCrashLoop);
  const half = Math.ceil(others.length / 2);
  const waiting = shuffled.filter(({ endsCrashLoop }) => endsCrashLoop);
  return [...others.slice(0, half), ...waiting, ...others.slice(half)];
}

/**
 * Until every event has been handled, every payment and refund is answered, and no order waits any
 * more. Retries of what failed in between, and the deadlines of orders, take their time.
 */
async function rest(world: World): Promise<void> {
  for (;;) {
    await quiet(world);
    if ((await unfinished(world.databaseUrls['order'])) === 0) return quiet(world);
    await sleep(1_000);
  }
}

async function quiet({ databaseUrls, broker }: World): Promise<void> {
  const places = {
    databaseUrls: ['user', 'product', 'order', 'inventory'].map((name) => databaseUrls[name] ?? ''),
    rabbitmqUrl: broker?.url,
    busDatabaseUrl: databaseUrls['bus'],
  };
  for (let n = 1; ; n++) {
    const reached = await untilQuiet(places).then(
      () => true,
      (error: Error) => {
        if (n >= quietDeadlines) throw error;
        return false;
      },
    );
    if (reached) return;
  }
}

/** Redrives what was not poison. */
async function bury(world: World): Promise<Buried> {
  let [poison, redriven] = [0, 0];
  for (const queue of queueNames) {
    const dead = await world.bus.deadLetters(queue).list(10_000);
    const ids = (isPoison: boolean) =>
      dead.filter(({ body }) => body.includes('poison') === isPoison).map(({ id }) => id);
    // A message that is moved while its worker dies may lie there twice.
    poison += new Set(ids(true)).size;
    const ours = ids(false);
    if (ours.length > 0) redriven += await world.bus.deadLetters(queue).redrive(ours);
  }
  await rest(world);
  return { poison, redriven };
}
