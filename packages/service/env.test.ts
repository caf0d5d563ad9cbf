import { describe, expect, it } from 'vitest';
import { busEnv, EnvError, eventRetentionEnv, parseEnv, postgresUrl, serviceEnv } from './env.ts';

const worker = serviceEnv
  .extend({ ORDER_DATABASE_URL: postgresUrl })
  .and(busEnv)
  .and(eventRetentionEnv);

describe('the environment', () => {
  it('an invalid environment is refused with one message that names every fault', () => {
    const read = () =>
      parseEnv(worker, { PORT: 'x', ORDER_DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud' });
    expect(read).toThrow(EnvError);
    for (const name of ['PORT', 'ORDER_DATABASE_URL', 'LOG_LEVEL']) expect(read).toThrow(name);
    expect(() => parseEnv(worker, {})).toThrow('PORT: is missing');
    expect(() => parseEnv(worker, {})).toThrow('ORDER_DATABASE_URL: is missing');
    expect(() => parseEnv(worker, {})).toThrow('set RABBITMQ_URL or BUS_DATABASE_URL');
  });

  it('an inbox retention shorter than the outbox retention is refused', () => {
    const env = {
      PORT: '1',
      ORDER_DATABASE_URL: 'postgres://x/y',
      BUS_DATABASE_URL: 'postgres://x/z',
    };
    const keep = (outbox: string, inbox: string) =>
      parseEnv(worker, { ...env, OUTBOX_RETENTION_DAYS: outbox, INBOX_RETENTION_DAYS: inbox });
    const fault = 'INBOX_RETENTION_DAYS: must not be less than OUTBOX_RETENTION_DAYS';
    expect(() => keep('31', '30')).toThrow(fault);
    expect(() => keep('31', '')).toThrow(fault);
    expect(() => parseEnv(worker, { OUTBOX_RETENTION_DAYS: '31' })).toThrow(fault);
    expect(keep('30', '30')).toMatchObject({ INBOX_RETENTION_DAYS: 30 });
  });

  it('an environment without a bus is refused, and an empty variable counts as absent', () => {
    const env = { PORT: '1', ORDER_DATABASE_URL: 'postgres://x/y', RABBITMQ_URL: '' };
    expect(() => parseEnv(worker, env)).toThrow('set RABBITMQ_URL or BUS_DATABASE_URL');
    const parsed = parseEnv(worker, { ...env, BUS_DATABASE_URL: 'postgres://x/z' });
    expect(parsed).toMatchObject({ PORT: 1, HOST: '0.0.0.0', LOG_LEVEL: 'info' });
    expect(parsed.bus).toEqual({ driver: 'postgres', url: 'postgres://x/z' });
  });

  it('a password of its own is put into its URL, whatever characters it has', () => {
    const password = 'p@ss/#:%41 ?&';
    const env = {
      PORT: '1',
      ORDER_DATABASE_URL: 'postgres://shop_order@postgres:5432/shop_order',
      ORDER_DATABASE_PASSWORD: password,
      RABBITMQ_URL: 'amqp://shop@rabbitmq:5672',
      RABBITMQ_PASSWORD: password,
    };
    const parsed = parseEnv(worker, env);
    for (const text of [parsed.ORDER_DATABASE_URL, parsed.bus.url]) {
      const url = new URL(text);
      expect(decodeURIComponent(url.password)).toBe(password);
      expect(url.hostname).toMatch(/^(postgres|rabbitmq)$/);
    }
    const own = { ...env, ORDER_DATABASE_URL: 'postgres://a:own@h/d' };
    expect(parseEnv(worker, own).ORDER_DATABASE_URL).toBe('postgres://a:own@h/d');
  });

  it('in production placeholders are refused, together with every other fault', () => {
    const env = {
      NODE_ENV: 'production',
      PORT: 'x',
      ORDER_DATABASE_URL: 'postgres://a:change-me-order@h/d',
      RABBITMQ_URL: 'amqp://shop@rabbitmq',
      RABBITMQ_PASSWORD: 'change-me-rabbitmq',
    };
    const read = () => parseEnv(worker, env);
    expect(read).toThrow('PORT: must be a port number');
    for (const name of ['ORDER_DATABASE_URL', 'RABBITMQ_PASSWORD'])
      expect(read).toThrow(`${name}: is a placeholder`);
    expect(parseEnv(worker, { ...env, NODE_ENV: 'test', PORT: '1' }).PORT).toBe(1);
  });

  it('RabbitMQ is the bus when both addresses are set', () => {
    const both = { RABBITMQ_URL: 'amqp://mq', BUS_DATABASE_URL: 'postgres://x/z' };
    expect(parseEnv(busEnv, both).bus).toEqual({ driver: 'rabbitmq', url: 'amqp://mq' });
  });
});
