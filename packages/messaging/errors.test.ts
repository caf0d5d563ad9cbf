import { InvalidEventError } from '@shop/schema';
import { describe, expect, it } from 'vitest';
import {
  isPermanent,
  isUnavailable,
  PermanentError,
  UnavailableError,
  UnroutableError,
} from './errors.ts';

it('errors of the bus that a later attempt may resolve are unavailable', () => {
  expect(isUnavailable(new UnavailableError('down'))).toBe(true);
  expect(isUnavailable(new UnroutableError('no queue'))).toBe(true);
  expect(isUnavailable(new PermanentError('never'))).toBe(false);
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
