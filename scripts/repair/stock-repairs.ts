import { createStockRepairs } from '@shop/inventory/repairs';
import { createCatalogueRepairs } from '@shop/product/repairs';
import type { Repair, RepairContext } from './repair-context.ts';

const stock = ({ pool }: RepairContext) => createStockRepairs(pool('inventory'));
const catalogue = ({ pool }: RepairContext) => createCatalogueRepairs(pool('product'));

/** The ids of the arguments; `undefined` for `--all`. */
const idsOf = (words: readonly string[]) => (words[0] === '--all' ? undefined : words);

export const stockRepairs: Readonly<Record<string, Repair>> = {
  'recount-stock': {
    takes: ['<variant id>'],
    does: 'counts the units of a variant from its ledger, and publishes them',
    run: (context, [id = '']) => stock(context).recount(id),
  },
  'republish-stock': {
    takes: ['<variant id…>|--all'],
    does: 'publishes the stock again, for its copies in product and order',
    run: (context, words) => stock(context).republish(idsOf(words)),
  },
  'republish-product': {
    takes: ['<product id…>|--all'],
    does: 'publishes products again in a new version, for their copies in order and inventory',
    run: (context, words) => catalogue(context).republish(idsOf(words)),
  },
  'refresh-listing': {
    takes: ['<product id>'],
    does: 'makes anew what lists show and filter by',
    run: (context, [id = '']) => catalogue(context).refresh(id),
  },
  'restate-reservation': {
    takes: ['<order id>'],
    does: 'gives a reservation the status and the units that its movements have',
    run: (context, [id = '']) => stock(context).restate(id),
  },
  'release-reservation': {
    takes: ['<order id>'],
    does: 'releases the units of an order that is cancelled, rejected or unknown',
    async run(context, [id = '']) {
      const { status = 'CANCELLED' } = (await orderOf(context, id)) ?? {};
      if (status !== 'CANCELLED' && status !== 'REJECTED') {
        throw new Error(`Order ${id} is ${status}: its units stay reserved.`);
      }
      return stock(context).release(id);
    },
  },
  'claim-reservation': {
    takes: ['<order id>'],
    does: 'gives the reservation of an order to the customer of the order',
    async run(context, [id = '']) {
      const order = await orderOf(context, id);
      if (!order) throw new Error(`There is no order ${id}.`);
      return stock(context).claim(id, order.customer);
    },
  },
};

type Order = { readonly status: string; readonly customer: string };

async function orderOf({ pool }: RepairContext, id: string): Promise<Order | undefined> {
  const sql = 'SELECT status::text, customer_id AS customer FROM orders WHERE id = $1';
  return (await pool('order').query<Order>(sql, [id])).rows[0];
}
