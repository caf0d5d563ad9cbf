import { InvalidEventError } from '@shop/schema';
import { describe, expect, it } from 'vitest';
import { isPermanent, isUnavailable, PermanentError, UnavailableError } from './errors.ts';

const coded = (code: string) => Object.assign(new Error('failed'), { code });

describe('infrastructure is away', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
    ...['08000', '08006', '57P01', '57P02', '57P03', '57P05', '53300', '40001', '40P01'],
    ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034', 'P2037', 'UNAVAILABLE'],
  ])('when the code is %s', (code) => {
    expect(isUnavailable(coded(code))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
  ])('when pg says "%s"', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it('when it is deep in causes, aggregates, Prisma meta or its adapter', () => {
    const away = coded('ECONNREFUSED');
    const adapter = { driverAdapterError: { cause: { originalCode: '57P01' } } };
    const unreachable = { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } };
    for (const error of [
      new UnavailableError('away'),
      new Error('outer', { cause: new Error('inner', { cause: away }) }),
      new AggregateError([new Error('other'), away]),
      Object.assign(coded('P2010'), { meta: adapter }),
      Object.assign(coded('P2010'), { meta: unreachable }),
    ]) {
      expect(isUnavailable(error)).toBe(true);
    }
  });

  it('is not what other failures mean', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    const others = [coded('23505'), coded('22P02'), coded('P1000'), coded('P2002'), coded('57014')];
    for (const error of [...others, new TypeError('x'), loop, 'ECONNREFUSED', undefined, null, 7]) {
      expect(isUnavailable(error)).toBe(false);
    }
  });
});

describe('trying again cannot help', () => {
  it('when the handler says so, or the event breaks its schema', () => {
    expect(isPermanent(new PermanentError('never'))).toBe(true);
    expect(isPermanent(new InvalidEventError('no event'))).toBe(true);
  });

  it('is not what other failures mean', () => {
    for (const error of [new Error('x'), new UnavailableError('away'), 'INVALID_EVENT', null]) {
      expect(isPermanent(error)).toBe(false);
    }
  });
});
