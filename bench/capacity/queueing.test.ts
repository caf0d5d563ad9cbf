import { randomFrom } from '@shop/testing/random';
import { describe, expect, it } from 'vitest';
import { erlangC, serversFor, simulate, waitsLonger } from './queueing.ts';

describe('the M/M/c queue', () => {
  it.each([
    // With one server an arrival waits as often as the server works.
    [1, 500, 0.5],
    // Known values of the Erlang C table.
    [2, 1_000, 1 / 3],
    [3, 2_000, 4 / 9],
    [10, 8_000, 0.409],
  ])(
    'with %i servers and %i ms of work a second, arrivals wait with the known probability',
    (servers, load, expected) => {
      expect(erlangC({ arrivals: load / 10, serviceMs: 10, servers })).toBeCloseTo(expected, 3);
    },
  );

  it('everything waits when the servers are too few', () => {
    expect(erlangC({ arrivals: 200, serviceMs: 10, servers: 2 })).toBe(1);
    expect(waitsLonger({ arrivals: 200, serviceMs: 10, servers: 2 }, 1_000)).toBe(1);
  });

  it('the formula agrees with a simulation of arrivals', () => {
    for (const [station, ms] of [
      [{ arrivals: 140, serviceMs: 10, servers: 2 }, 10],
      [{ arrivals: 1_600, serviceMs: 10, servers: 20 }, 2],
    ] as const) {
      const simulated = simulate(station, ms, 200_000, randomFrom(7));
      expect(Math.abs(simulated / waitsLonger(station, ms) - 1)).toBeLessThan(0.1);
    }
  });

  it('the servers are the fewest that hold the target', () => {
    const target = { utilisation: 0.7, waitMs: 20 };
    const servers = serversFor(1_000, 5, target);
    const holds = (count: number) =>
      5 / count <= 0.7 &&
      waitsLonger({ arrivals: 1_000, serviceMs: 5, servers: count }, 20) <= 0.01;
    expect(holds(servers)).toBe(true);
    expect(holds(servers - 1)).toBe(false);
    expect(serversFor(0.001, 5, target)).toBe(1);
  });
});
