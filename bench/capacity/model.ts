import { serversFor, type Target } from './queueing.ts';

/** CPU milliseconds by component; components are processes, databases (`pg order`) and servers. */
type CpuMs = Readonly<Record<string, number>>;

/** What was measured (measured.json). */
export type Measured = {
  readonly cpuMs: Readonly<
    Record<'cached list' | 'list' | 'viewer' | 'orders' | 'purchase' | 'login', CpuMs>
  >;
  /** What one server did a second, one at a time and equally durable. */
  readonly ceilings: Readonly<Record<'confirmed messages' | 'durable rows', number>>;
};

/** How customers behave, and what was not measured. */
export type Assumptions = {
  /** For each order. */
  readonly lists: number;
  readonly viewers: number;
  readonly orderLists: number;
  readonly logins: number;
  /** Lists that are equally popular: the fewer, the more often one is cached. */
  readonly popularLists: number;
  /** Seconds for which a response with stock is cached. */
  readonly cachedSeconds: number;
  /** Events of an order that relays publish: of order, and of all services. */
  readonly eventsOfOrder: number;
  readonly events: number;
  /** Events of an order that every gateway receives, and the CPU milliseconds that one takes there. */
  readonly broadcasts: number;
  readonly broadcastMs: number;
  /** Messages that RabbitMQ delivers a second from queues without a disk. */
  readonly deliveriesPerSecond: number;
  /** Commands of a request, and what one Redis executes a second. */
  readonly redisCommands: number;
  readonly redisPerSecond: number;
  /** Cores that one PostgreSQL server may have. */
  readonly postgresCores: number;
  readonly target: Target;
};

export const assumptions: Assumptions = {
  ...{ lists: 30, viewers: 2, orderLists: 1, logins: 0.3 },
  ...{ popularLists: 100, cachedSeconds: 5 },
  ...{ eventsOfOrder: 3, events: 5, broadcasts: 4, broadcastMs: 0.05 },
  deliveriesPerSecond: 100_000,
  ...{ redisCommands: 3, redisPerSecond: 100_000, postgresCores: 32 },
  target: { utilisation: 0.7, waitMs: 20 },
};

/** A component at a load. */
export type Part = { readonly name: string; readonly cores: number; readonly servers: number };

/** A limit that more replicas do not move, and the share of it that is used. */
export type Limit = { readonly name: string; readonly used: number };

export type Capacity = {
  readonly ordersPerMinute: number;
  readonly requestsPerSecond: number;
  /** Share of lists that come from the response cache. */
  readonly cached: number;
  readonly parts: readonly Part[];
  readonly limits: readonly Limit[];
};

/**
 * The share of requests for a response that find it cached: it is made once after each invalidation, and after its lifetime.
 * For requests and invalidations that come independently, the share is requests / (requests + invalidations + expiries).
 */
export const cachedShare = (requests: number, invalidations: number, lifetime: number): number =>
  requests / (requests + invalidations + 1 / lifetime);

/** Returns what a load needs. */
export function capacityOf(
  { cpuMs, ceilings }: Measured,
  ordersPerMinute: number,
  given: Assumptions = assumptions,
): Capacity {
  const orders = ordersPerMinute / 60;
  const lists = orders * given.lists;
  const cached = cachedShare(lists / given.popularLists, orders, given.cachedSeconds);
  const rates = {
    'cached list': lists * cached,
    list: lists * (1 - cached),
    viewer: orders * given.viewers,
    orders: orders * given.orderLists,
    login: orders * given.logins,
    purchase: orders,
  } as const;
  const kinds = Object.entries(rates) as [keyof typeof rates, number][];
  const names = new Set(kinds.flatMap(([kind]) => Object.keys(cpuMs[kind])));
  const parts = [...names].map((name): Part => {
    const [arrivals, ms] = kinds.reduce(
      ([count, sum], [kind, rate]) => {
        const own = cpuMs[kind][name] ?? 0;
        return own > 0 ? [count + rate, sum + rate * own] : [count, sum];
      },
      [0, 0],
    );
    const gateways = name === 'gateway';
    const target = gateways ? withoutBroadcasts(given, orders) : given.target;
    return {
      name,
      cores: ms / 1_000,
      servers: target ? serversFor(arrivals, ms / arrivals, target) : Number.POSITIVE_INFINITY,
    };
  });
  const requestsPerSecond = kinds.reduce((sum, [, rate]) => sum + rate, 0);
  const gateways = parts.find(({ name }) => name === 'gateway')?.servers ?? 0;
  const postgres = parts.filter(({ name }) => name.startsWith('pg '));
  const largest = postgres.toSorted((a, b) => b.servers - a.servers)[0];
  return {
    ...{ ordersPerMinute, requestsPerSecond, cached, parts },
    limits: [
      {
        name: 'relay of order, one at a time',
        used: (orders * given.eventsOfOrder) / ceilings['confirmed messages'],
      },
      {
        name: `cores of PostgreSQL (${largest?.name.replace('pg ', '')})`,
        used: (largest?.servers ?? 0) / given.postgresCores,
      },
      {
        name: 'commands of Redis',
        used: (requestsPerSecond * given.redisCommands) / given.redisPerSecond,
      },
      {
        name: 'a gateway, by broadcasts alone',
        used: (orders * given.broadcasts * given.broadcastMs) / 1_000 / given.target.utilisation,
      },
      {
        name: 'deliveries of broadcasts',
        used: (orders * given.broadcasts * gateways) / given.deliveriesPerSecond,
      },
    ].toSorted((a, b) => b.used - a.used),
  };
}

/** Every gateway receives every broadcast, so that part of its core is used; `undefined` when nothing is left. */
function withoutBroadcasts(given: Assumptions, orders: number): Target | undefined {
  const used = (orders * given.broadcasts * given.broadcastMs) / 1_000;
  const utilisation = given.target.utilisation - used;
  return utilisation > 0 ? { ...given.target, utilisation } : undefined;
}
