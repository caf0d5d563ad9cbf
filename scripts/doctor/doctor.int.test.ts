import { newId } from '@shop/domain';
import { PermanentError } from '@shop/messaging';
import { until } from '@shop/testing';
import { describe, expect, it } from 'vitest';
import { addOrder, useWholeShop } from '../testing/whole-shop.ts';
import { checks } from './checks/index.ts';
import { readDatabases } from './read-databases.ts';

const queue = 'product.stock';
const type = 'stock.changed.v1';

describe('npm run doctor', () => {
  const shop = useWholeShop();
  const doctor = (check: string) => shop.run('doctor', '--check', check, '--patience', '0');

  const saveEvent = async (published: string | null) => {
    const id = newId();
    await shop.pool('inventory').query(
      `INSERT INTO outbox (id, type, subject, event, created_at, published_at)
       VALUES ($1, $2, 'v', '{}', now() - interval '5 minutes', now() - $3::interval)`,
      [id, type, published],
    );
    return id;
  };

  it('in a shop in which nothing is wrong it passes every check', async () => {
    const { code, out } = await shop.run('doctor');
    expect(out).toMatch(/Nothing is wrong\.$/);
    expect(out.match(/^ok /gm)).toHaveLength(checks.length);
    expect(code).toBe(0);
  });

  it('names an order that its sweep should have cancelled', async () => {
    const id = await addOrder(shop.pool('order'), 'PENDING', '2 hours');
    expect(await doctor('overdue-orders')).toMatchObject({
      code: 1,
      out: expect.stringMatching(new RegExp(`${id}.* is PENDING.*\n.*worker of order`)),
    });
    await shop.pool('order').query('DELETE FROM orders');
    expect(await doctor('overdue-orders')).toMatchObject({ code: 0 });
  });

  it('names a refund that the provider has refused, and no other finding for its order', async () => {
    const orders = shop.pool('order');
    const id = await addOrder(orders, 'CANCELLED');
    await orders.query(
      `WITH payment AS (
         INSERT INTO payments (id, order_id, idempotency_key, status, amount_minor, captured_minor, created_at)
         VALUES (gen_random_uuid(), $1, 'k', 'CAPTURED', 100, 100, now()) RETURNING id)
       INSERT INTO refunds (id, order_id, payment_id, status, amount_minor, reason, failure_code, requested_by, created_at)
       SELECT gen_random_uuid(), $1, id, 'FAILED', 100, 'late', 'account_closed', 'SYSTEM', now() FROM payment`,
      [id],
    );
    const { out } = await doctor('refunds');
    expect(out).toContain(`${id}): account_closed`);
    expect(out).toContain('refundOrder');
    expect(await doctor('money')).toMatchObject({ code: 0 });
    await orders.query('TRUNCATE refunds, payments, orders CASCADE');
  });

  it('names parts that do not sum to the total, and parts that are refunded twice', async () => {
    const orders = shop.pool('order');
    const id = await addOrder(orders, 'DELIVERED');
    await orders.query(
      `UPDATE orders SET total_minor = 1000, pricing = '{"lines": [{"variantId": "11111111-1111-4111-8111-111111111111",
         "total": "900"}], "shipping": {"total": "99"}}' WHERE id = $1`,
      [id],
    );
    await orders.query(
      `INSERT INTO order_lines (order_id, position, variant_id, sku, title, slug, quantity, unit_minor)
       VALUES ($1, 0, '11111111-1111-4111-8111-111111111111', 'TEE', 'Tee', 'tee', 3, 300)`,
      [id],
    );
    await orders.query(
      `WITH payment AS (
         INSERT INTO payments (id, order_id, idempotency_key, status, amount_minor, captured_minor, created_at)
         VALUES (gen_random_uuid(), $1, 'k', 'CAPTURED', 1000, 1000, now()) RETURNING id)
       INSERT INTO refunds (id, order_id, payment_id, status, amount_minor, reason, requested_by, created_at, parts)
       SELECT gen_random_uuid(), $1, id, 'SUCCEEDED', 650, 'torn', 'STAFF', now(),
         '{"lines": [{"variantId": "11111111-1111-4111-8111-111111111111", "quantity": 2, "minor": "600"}],
           "shipping": "51"}' FROM payment, generate_series(1, 2)`,
      [id],
    );
    const { code, out } = await doctor('parts');
    expect(code).toBe(1);
    for (const fault of [
      'its parts sum to 999, its total is 1000',
      '4 of 3 units of TEE are refunded: 1200 of 900',
      'shipping is refunded with 102',
      'sum to 651, its amount is 650',
    ]) {
      expect(out).toContain(fault);
    }
    await orders.query('TRUNCATE refunds, payments, orders CASCADE');
    expect(await doctor('parts')).toMatchObject({ code: 0 });
  });

  it('finds nothing wrong with refunds of every unit of an order of two lines with taxes', async () => {
    const orders = shop.pool('order');
    const id = await addOrder(orders, 'DELIVERED');
    const [tee, mug] = ['11111111-1111-4111-8111-111111111111', newId()];
    const pricing = {
      lines: [
        { variantId: tee, total: '1200' },
        { variantId: mug, total: '600' },
      ],
    };
    await orders.query('UPDATE orders SET total_minor = 1800, pricing = $2 WHERE id = $1', [
      ...[id, JSON.stringify(pricing)],
    ]);
    await orders.query(
      `INSERT INTO order_lines (order_id, position, variant_id, sku, title, slug, quantity, unit_minor)
       VALUES ($1, 0, $2, 'TEE', 'Tee', 'tee', 2, 500), ($1, 1, $3, 'MUG', 'Mug', 'mug', 1, 500)`,
      [id, tee, mug],
    );
    const refunds = [
      [
        { variantId: tee, quantity: 2, minor: '1200' },
        { variantId: mug, quantity: 1, minor: '50' },
      ],
      [{ variantId: mug, quantity: 0, minor: '550' }],
    ];
    for (const lines of refunds) {
      await orders.query(
        `WITH payment AS (
           INSERT INTO payments (id, order_id, idempotency_key, status, amount_minor, captured_minor, created_at)
           VALUES (gen_random_uuid(), $1, $2, 'CAPTURED', $3, $3, now()) RETURNING id)
         INSERT INTO refunds (id, order_id, payment_id, status, amount_minor, reason, requested_by, created_at, parts)
         SELECT gen_random_uuid(), $1, id, 'SUCCEEDED', $3, 'torn', 'STAFF', now(), $4 FROM payment`,
        [
          ...[id, newId(), lines.reduce((sum, { minor }) => sum + Number(minor), 0)],
          JSON.stringify({ lines, shipping: null }),
        ],
      );
    }
    const { code, out } = await doctor('parts');
    await orders.query('TRUNCATE refunds, payments, orders CASCADE');
    expect([code, out]).toEqual([0, expect.stringMatching(/Nothing is wrong\.$/)]);
  });

  it('names an outbox that is not published, and its command publishes it', async () => {
    await saveEvent(null);
    const { out } = await doctor('outboxes');
    expect(out).toContain('npm run repair -- publish-outbox inventory');
    expect(await shop.run('repair', 'publish-outbox', 'inventory')).toEqual({
      ...{ code: 0, out: 'repaired: 1' },
    });
    expect(await doctor('outboxes')).toMatchObject({ code: 0 });
    expect((await shop.bus.depth(queue)).pending).toBe(1);
  });

  it('names dead letters, and its command redrives them', async () => {
    const subscription = await shop.bus.subscribe(queue, async () => {
      throw new PermanentError('it is broken');
    });
    await until('the dead letter', async () => (await shop.bus.depth(queue)).dead === 1);
    await subscription.stop();
    const { out } = await doctor('dead-letters');
    expect(out).toContain('it is broken');
    expect(out).toContain(`npm run events -- dlq redrive ${queue} --all`);
    await shop.bus.deadLetters(queue).redrive();
    expect(await doctor('dead-letters')).toMatchObject({ code: 0 });
    await shop.pool('bus').query('TRUNCATE bus.message');
  });

  it('names an event that nothing has handled, until it is recorded as skipped', async () => {
    await shop.pool('inventory').query('TRUNCATE outbox');
    const id = await saveEvent('3 minutes');
    expect((await doctor('handled-events')).out).toContain(`${queue} has not handled 1 events`);
    await shop.run('repair', 'skip-event', queue, id);
    await shop.run('repair', 'skip-event', 'order.availability', id);
    expect(await doctor('handled-events')).toMatchObject({ code: 0 });
  });

  it('a finding that does not hold for the time of patience is not one', async () => {
    await saveEvent(null);
    const examined = shop.run('doctor', '--check', 'outboxes', '--patience', '5');
    await shop.pool('inventory').query('TRUNCATE outbox');
    expect(await examined).toMatchObject({ code: 0 });
  });

  it('cannot write', async () => {
    const writing = readDatabases(
      (service) => shop.env[`${service.toUpperCase()}_DATABASE_URL`] ?? '',
      async (database) => {
        for await (const _ of database('order').rows(`SELECT nextval('order_number_seq')`));
      },
    );
    await expect(writing).rejects.toThrow('read-only transaction');
  });

  it.each([
    ['a check that does not exist', ['--check', 'weather'], 'The check weather does not exist.'],
    ['an option that does not exist', ['--fast'], 'Unknown option'],
    ['an invalid patience', ['--patience', 'x'], '--patience must be an integer from 0.'],
  ])('refuses %s', async (_, args, message) => {
    const { code, out } = await shop.run('doctor', ...args);
    expect(code).toBe(2);
    expect(out).toContain(message);
    expect(out).toContain('Usage:');
  });

  it.each([
    ['a repair that does not exist', ['dance'], 'The command dance does not exist.'],
    ['a repair without its id', ['recount-stock'], 'recount-stock takes <variant id>.'],
    ['a service without a database', ['publish-outbox', 'gateway'], 'gateway has no database.'],
  ])('npm run repair refuses %s', async (_, args, message) => {
    const { code, out } = await shop.run('repair', ...args);
    expect(code).toBe(2);
    expect(out).toContain(message);
  });

  it('units stay reserved for an order that needs them', async () => {
    const id = await addOrder(shop.pool('order'), 'CONFIRMED');
    expect(await shop.run('repair', 'release-reservation', id)).toEqual({
      ...{ code: 1, out: `Order ${id} is CONFIRMED: its units stay reserved.` },
    });
  });

  it('a database that cannot be read is an error of its own', async () => {
    const env = { ...shop.env, USER_DATABASE_URL: 'postgres://x:y@127.0.0.1:1/user' };
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const { runDoctor } = await import('./run-doctor.ts');
    expect(await runDoctor([], env, { out: write, error: write })).toBe(2);
    expect(lines.join()).toContain('The database of user cannot be read');
  });
});
