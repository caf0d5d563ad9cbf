import { describe, expect, it } from 'vitest';
import { testEnv } from './testing/test-gateway.ts';

describe('the environment of the gateway', () => {
  it('every limit has a default', () => {
    expect(testEnv()).toMatchObject({
      OPERATION_MAX_TOKENS: 1_000,
      OPERATION_MAX_SELECTIONS: 500,
      OPERATION_MAX_DEPTH: 15,
      OPERATION_MAX_ALIASES: 50,
      OPERATION_MAX_ROOT_FIELDS: 20,
      OPERATION_MAX_COST: 7_500,
      OPERATION_MAX_FETCHES: 20,
      RATE_LIMIT_USER: 600,
      RATE_LIMIT_ANONYMOUS: 300,
      RATE_LIMIT_ADDRESS: 1_200,
      RATE_LIMIT_SIGN_INS: 300,
      RATE_LIMIT_COST_UNIT: 3_000,
      RATE_LIMIT_CREDENTIALS: 20,
      TRUST_PROXY: 0,
    });
  });

  it('an invalid environment is refused with the name of every invalid variable', () => {
    const invalid = {
      OPERATION_MAX_DEPTH: '0',
      OPERATION_MAX_COST: 'much',
      RATE_LIMIT_USER: '-1',
      RATE_LIMIT_CREDENTIALS: '1.5',
      REDIS_URL: 'http://redis',
      TRUST_PROXY: 'true',
      CORS_ORIGINS: '*',
      SAFELIST_PATH: '/nothing/here.json',
      METRICS_CLIENTS: 'shop-app, "}',
    };
    for (const name of Object.keys(invalid))
      expect(() => testEnv(invalid)).toThrow(`${name}: must be`);
  });
});
