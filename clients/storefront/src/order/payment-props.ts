import type { ReactNode } from 'react';
import type { OrderFragment } from './generated/order.ts';

/** An order to pay, and the token of its guest. */
export type PaymentProps = { readonly order: OrderFragment; readonly token: string | undefined };

/** An order that a new card pays. */
export type NewCardProps = PaymentProps & {
  /** Whether the customer saves the card. */
  readonly isSaved?: boolean;
  /** Fields of the form above its button. */
  readonly children?: ReactNode;
};
