import { describe, expect, it } from 'vitest';
import { isCancelled, isUnavailable } from './is-unavailable.ts';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

describe('isUnavailable', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
    ...['08000', '08006', '57P01', '57P02', '57P03', '57P05', '53300', '40001', '40P01'],
    ...['08001', '08P01', '53100', '53400', '57P04', '28000', '28P01', '3D000', '25006'],
    ...['P1000', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
    ...['UNAVAILABLE', 'UNROUTABLE', 'PAYMENT_PROVIDER_UNAVAILABLE'],
  ])('an error with the code %s is unavailable', (code) => {
    expect(isUnavailable(coded(code))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'timeout expired',
    'Client was closed and is not queryable',
    'Cannot use a pool after calling end on the pool',
    'Channel closed',
    'Channel ended, no reply will be forthcoming',
    'Connection closed: 320 (CONNECTION-FORCED)',
    'no answer within 2000 ms',
  ])('the error "%s" of a driver is unavailable', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it('isUnavailable finds the reason in causes, aggregates, Prisma meta and its adapter', () => {
    const refused = coded('ECONNREFUSED');
    const adapter = { driverAdapterError: { cause: { originalCode: '57P01' } } };
    const unreachable = { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } };
    for (const error of [
      new Error('outer', { cause: new Error('inner', { cause: refused }) }),
      new AggregateError([new Error('other'), refused]),
      Object.assign(coded('P2010'), { meta: adapter }),
      Object.assign(coded('P2039'), { meta: adapter }),
      Object.assign(coded('P2010'), { meta: unreachable }),
    ]) {
      expect(isUnavailable(error)).toBe(true);
    }
  });

  it('other errors are not unavailable', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    const others = [coded('23505'), coded('22P02'), coded('P2002'), coded('P2039'), coded('57014')];
    for (const error of [...others, new TypeError('x'), loop, 'ECONNREFUSED', undefined, null, 7]) {
      expect(isUnavailable(error)).toBe(false);
    }
  });
});

it('a statement that the database has cancelled is not unavailable, so that a message counts the attempt', () => {
  const adapter = { driverAdapterError: { cause: { originalCode: '57014' } } };
  for (const error of [coded('57014'), Object.assign(coded('P2010'), { meta: adapter })]) {
    expect(isCancelled(error)).toBe(true);
    expect(isUnavailable(error)).toBe(false);
  }
  expect(isCancelled(coded('23505'))).toBe(false);
});
