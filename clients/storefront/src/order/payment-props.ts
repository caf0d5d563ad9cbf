import type { OrderFragment } from './generated/order.ts';

/** An order to pay, and the token of its guest. */
export type PaymentProps = { readonly order: OrderFragment; readonly token: string | undefined };
