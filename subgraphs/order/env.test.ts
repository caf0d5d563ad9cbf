import { EnvError, parseEnv } from '@shop/service';
import { expect, it } from 'vitest';
import { workerEnv } from './env.ts';

const base = {
  PORT: '0',
  ORDER_DATABASE_URL: 'postgres://x',
  BUS_DATABASE_URL: 'postgres://x',
  SELLER_NAME: 'Nordwind GmbH',
  SELLER_ADDRESS: 'Deichstraße 1, 20459 Hamburg, Germany',
  SELLER_TAX_ID: 'DE123456789',
};
const parse = (change: Record<string, string> = {}) => parseEnv(workerEnv, { ...base, ...change });

it('the seller on invoices is read from three variables', () => {
  const { SELLER_NAME, SELLER_ADDRESS, SELLER_TAX_ID } = parse();
  expect([SELLER_NAME, SELLER_ADDRESS, SELLER_TAX_ID]).toEqual([
    'Nordwind GmbH',
    'Deichstraße 1, 20459 Hamburg, Germany',
    'DE123456789',
  ]);
});

it('the error names every invalid variable of the seller at once', () => {
  const change = { SELLER_NAME: '', SELLER_ADDRESS: 'a'.repeat(301), SELLER_TAX_ID: 'DE1\nDE2' };
  expect(() => parse(change)).toThrow(
    new EnvError(
      [
        'The environment is invalid:',
        '  SELLER_NAME: is missing',
        '  SELLER_ADDRESS: must have at most 300 characters',
        '  SELLER_TAX_ID: must be one line without control characters',
      ].join('\n'),
    ),
  );
});
