/** A station of queueing theory: arrivals a second, CPU milliseconds of each, servers (cores) that work on them. */
export type Station = {
  readonly arrivals: number;
  readonly serviceMs: number;
  readonly servers: number;
};

/**
 * The probability that an arrival waits in an M/M/c queue: the Erlang C formula (A. K. Erlang, 1917), by the recursion of
 * Erlang B, which does not overflow. 1 when there are not enough servers.
 */
export function erlangC({ arrivals, serviceMs, servers }: Station): number {
  const load = (arrivals * serviceMs) / 1_000;
  if (load >= servers) return 1;
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** The probability that an arrival waits longer than `ms`. */
export function waitsLonger(station: Station, ms: number): number {
  const { arrivals, serviceMs, servers } = station;
  const spare = servers / serviceMs - arrivals / 1_000;
  return spare <= 0 ? 1 : erlangC(station) * Math.exp(-spare * ms);
}

/** What a station has to hold. */
export type Target = {
  /** The largest share of its time that a server may work. */
  readonly utilisation: number;
  /** One arrival in a hundred may wait longer. */
  readonly waitMs: number;
};

/** Returns the smallest number of servers with which a station holds the target. */
export function serversFor(
  arrivals: number,
  serviceMs: number,
  { utilisation, waitMs }: Target,
): number {
  const load = (arrivals * serviceMs) / 1_000;
  for (let servers = Math.max(1, Math.ceil(load / utilisation)); ; servers++) {
    if (waitsLonger({ arrivals, serviceMs, servers }, waitMs) <= 0.01) return servers;
  }
}

/**
 * Simulates a station event by event: Poisson arrivals, exponential service, one queue. Returns the share of arrivals that
 * waited longer than `ms`. It checks the formula, which it does not use.
 */
export function simulate(
  { arrivals, serviceMs, servers }: Station,
  ms: number,
  jobs: number,
  random: () => number,
): number {
  const exponential = (mean: number) => -mean * Math.log(1 - random());
  const freeAt: number[] = Array.from({ length: servers }, () => 0);
  let now = 0;
  let late = 0;
  for (let job = 0; job < jobs; job++) {
    now += exponential(1_000 / arrivals);
    const first = freeAt.indexOf(Math.min(...freeAt));
    const start = Math.max(now, freeAt[first] ?? 0);
    if (start - now > ms) late++;
    freeAt[first] = start + exponential(serviceMs);
  }
  return late / jobs;
}
