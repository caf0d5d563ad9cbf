import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assumptions, cachedShare, capacityOf, type Measured } from './model.ts';

const nothing = {};
const measured: Measured = {
  cpuMs: {
    'cached list': { gateway: 0.5 },
    list: { gateway: 3, product: 5, 'pg product': 2 },
    ...{ viewer: nothing, orders: nothing, login: nothing },
    purchase: { gateway: 8, order: 16, 'pg order': 10, RabbitMQ: 4 },
  },
  ceilings: { 'confirmed messages': 1_000, 'durable rows': 2_000 },
};
const given = { ...assumptions, lists: 10, viewers: 0, orderLists: 0, logins: 0, popularLists: 10 };
const coresOf = (ordersPerMinute: number, name: string) =>
  capacityOf(measured, ordersPerMinute, given).parts.find((part) => part.name === name);

describe('the capacity model', () => {
  it('cores are the rate of each request times its CPU time', () => {
    // 10 orders a second, 100 lists a second; of each of 10 lists 10 requests and 10 invalidations a second.
    const cached = 10 / (10 + 10 + 1 / 5);
    expect(coresOf(600, 'order')?.cores).toBeCloseTo(0.16);
    expect(coresOf(600, 'product')?.cores).toBeCloseTo(100 * (1 - cached) * 0.005);
    expect(coresOf(600, 'gateway')?.cores).toBeCloseTo(
      10 * 0.008 + 100 * cached * 0.0005 + 100 * (1 - cached) * 0.003,
    );
    expect(coresOf(6_000, 'order')?.cores).toBeCloseTo(1.6);
  });

  it('servers work at most for the share of their time that is the target', () => {
    for (const load of [1, 600, 60_000]) {
      for (const { cores, servers } of capacityOf(measured, load, given).parts)
        expect(cores / servers).toBeLessThanOrEqual(given.target.utilisation);
    }
  });

  it('the share of cached lists falls as orders invalidate them, and lists that are not repeated are never cached', () => {
    expect(cachedShare(0, 0, 5)).toBe(0);
    expect(cachedShare(100, 0, 5)).toBeCloseTo(0.998);
    expect(cachedShare(100, 100, 5)).toBeCloseTo(0.5, 2);
  });

  it('the limits that replicas do not move grow with the load, the most used first', () => {
    const { limits } = capacityOf(measured, 6_000, given);
    const relay = limits.find(({ name }) => name.startsWith('relay'));
    // 100 orders a second, 3 events each, of 1,000.
    expect(relay?.used).toBeCloseTo(0.3);
    expect(limits.map(({ used }) => used)).toEqual(
      limits.map(({ used }) => used).toSorted((a, b) => b - a),
    );
  });

  it('no number of gateways is enough once broadcasts take what a gateway may use', () => {
    const load = 60 * 5_000;
    expect(coresOf(load, 'gateway')?.servers).toBe(Number.POSITIVE_INFINITY);
  });

  it('the measured table has every request, and no figure that is not a number', () => {
    const table: Measured = JSON.parse(
      readFileSync(new URL('measured.json', import.meta.url), 'utf8'),
    );
    for (const cpuMs of Object.values(table.cpuMs))
      for (const ms of Object.values(cpuMs)) expect(ms).toBeGreaterThan(0);
    expect(Object.keys(table.cpuMs).sort()).toEqual(Object.keys(measured.cpuMs).sort());
    expect(table.cpuMs.purchase).toHaveProperty('RabbitMQ');
    expect(table.ceilings['confirmed messages']).toBeGreaterThan(0);
  });
});
