import type Stripe from 'stripe';
import { invalid, newId, seconds } from './stripe-objects.ts';

const labels: Readonly<Record<string, { readonly brand: string; readonly last4: string }>> = {
  pm_card_mastercard: { brand: 'mastercard', last4: '4444' },
  // Its data are in no other text.
  pm_card_traced: { brand: 'tracedbrand', last4: 'L4ST' },
};

/** The card that a token of Stripe's test cards stands for. */
const cardOf = (token: string) => ({
  ...(labels[token] ?? { brand: 'visa', last4: '4242' }),
  ...{ exp_month: 8, exp_year: 2039, fingerprint: `fingerprint of ${token}` },
});

/** A payment method, with the fields that the shop reads. */
type Method = {
  readonly id: string;
  readonly object: 'payment_method';
  readonly type: 'card';
  readonly created: number;
  readonly customer: string | null;
  readonly card: ReturnType<typeof cardOf>;
};
type Customer = {
  readonly id: string;
  readonly object: 'customer';
  readonly metadata: Stripe.Metadata;
};

/**
 * Creates the customers of Stripe's API and the payment methods that they have saved, with the errors that Stripe answers
 * for methods of others and for removed ones (docs.stripe.com/api/payment_methods).
 */
export function createStripeMethods() {
  const customers = new Map<string, Customer>();
  const methods = new Map<string, Method>();
  const tokens = new Map<string, string>();

  function customerOf(id: string): Customer {
    const customer = customers.get(id);
    if (customer) return customer;
    throw invalid(`No such customer: '${id}'`, { code: 'resource_missing', param: 'customer' });
  }
  function detach(id: string): Method {
    const method = methods.get(id);
    if (!method?.customer) {
      throw invalid('The payment method you provided is not attached to a customer.');
    }
    const detached = { ...method, customer: null };
    methods.set(id, detached);
    return detached;
  }
  const ofCustomer = (id: string) =>
    [...methods.values()].filter(({ customer }) => customer === id).toReversed();

  return {
    customerOf,
    detach,
    createCustomer({ metadata = {} }: { readonly metadata?: Stripe.Metadata }): Customer {
      const customer = { id: newId('cus'), object: 'customer', metadata } as const;
      customers.set(customer.id, customer);
      return customer;
    },
    deleteCustomer(id: string) {
      customerOf(id);
      for (const method of ofCustomer(id)) detach(method.id);
      customers.delete(id);
      return { id, object: 'customer', deleted: true };
    },
    list: (id: string) => ({
      ...{ object: 'list', url: '/v1/payment_methods', has_more: false },
      data: ofCustomer(customerOf(id).id),
    }),
    /** Returns the token that a payment method was made of, and a token as it is. Throws unless the customer may use it. */
    tokenOf(id: string, { customer }: Stripe.PaymentIntent): string {
      const method = methods.get(id);
      if (!method) return id;
      if (!method.customer) {
        throw invalid(
          'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment or was detached from a Customer. It may not be used again.',
        );
      }
      if (method.customer !== customer) {
        const problem = { code: 'parameter_missing', param: 'payment_method' };
        throw invalid(`The payment method ${id} belongs to another customer.`, problem);
      }
      return tokens.get(id) ?? id;
    },
    /** Returns the id of the payment method that pays, a new one for a token. */
    use(tokenOrId: string): string {
      if (methods.has(tokenOrId)) return tokenOrId;
      const id = newId('pm');
      const card = cardOf(tokenOrId);
      const parts = { object: 'payment_method', type: 'card', created: seconds() } as const;
      methods.set(id, { id, ...parts, customer: null, card });
      tokens.set(id, tokenOrId);
      return id;
    },
    /** Attaches the method of a charge that has succeeded to its customer, if that was wanted. */
    saveMethodOf({ customer, payment_method: id, ...intent }: Stripe.PaymentIntent): void {
      const method = typeof id === 'string' ? methods.get(id) : undefined;
      const isWanted = intent.payment_method_options?.card?.setup_future_usage === 'on_session';
      if (!method || typeof customer !== 'string' || !isWanted) return;
      methods.set(method.id, { ...method, customer });
    },
    customers: () => [...customers.values()],
    /** Returns what the methods state of their cards. */
    cards: () => [...methods.values()].map(({ id, card }) => ({ id, ...card })),
  };
}
