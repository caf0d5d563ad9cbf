import { InvalidEventError } from '@shop/schema';
import { describe, expect, it } from 'vitest';
import {
  isPermanent,
  isUnavailable,
  PermanentError,
  UnavailableError,
  UnroutableError,
} from './errors.ts';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

describe('isUnavailable', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
    ...['08000', '08006', '57P01', '57P02', '57P03', '57P05', '53300', '40001', '40P01'],
    ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034', 'P2037', 'UNAVAILABLE'],
  ])('an error with the code %s is unavailable', (code) => {
    expect(isUnavailable(coded(code))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('the error "%s" of pg is unavailable', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it('isUnavailable finds the reason in causes, aggregates, Prisma meta and its adapter', () => {
    const refused = coded('ECONNREFUSED');
    const adapter = { driverAdapterError: { cause: { originalCode: '57P01' } } };
    const unreachable = { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } };
    for (const error of [
      new UnavailableError('down'),
      new UnroutableError('no queue'),
      new Error('outer', { cause: new Error('inner', { cause: refused }) }),
      new AggregateError([new Error('other'), refused]),
      Object.assign(coded('P2010'), { meta: adapter }),
      Object.assign(coded('P2010'), { meta: unreachable }),
    ]) {
      expect(isUnavailable(error)).toBe(true);
    }
  });

  it('other errors are not unavailable', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    const others = [coded('23505'), coded('22P02'), coded('P1000'), coded('P2002'), coded('57014')];
    for (const error of [...others, new TypeError('x'), loop, 'ECONNREFUSED', undefined, null, 7]) {
      expect(isUnavailable(error)).toBe(false);
    }
  });
});

describe('isPermanent', () => {
  it('a PermanentError and an invalid event are permanent', () => {
    expect(isPermanent(new PermanentError('never'))).toBe(true);
    expect(isPermanent(new InvalidEventError('not an event'))).toBe(true);
  });

  it('other errors are not permanent', () => {
    for (const error of [new Error('x'), new UnavailableError('down'), 'INVALID_EVENT', null]) {
      expect(isPermanent(error)).toBe(false);
    }
  });
});
