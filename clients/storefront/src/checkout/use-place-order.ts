import { addressNames, type FormErrors, formErrors, noErrors } from '@shop/web';
import { useState } from 'react';
import { sendOrder } from '../shop/outbox.ts';
import {
  PlaceOrderDocument,
  type PlaceOrderInput,
  type PlaceOrderMutation,
} from './generated/checkout.ts';

const names = ['email', ...addressNames];

/** Returns what places an order. It resolves to the placed order's number; refusals are in `errors`. */
export function usePlaceOrder() {
  const [errors, setErrors] = useState<FormErrors>(noErrors);
  const [isPlacing, setPlacing] = useState(false);

  async function place(subject: string, input: Omit<PlaceOrderInput, 'idempotencyKey'>) {
    setPlacing(true);
    try {
      const answer = await sendOrder({
        subject,
        document: PlaceOrderDocument,
        variables: { input },
      });
      const data = answer.data as PlaceOrderMutation | null;
      const { order, userErrors = [] } = data?.placeOrder ?? {};
      const refusals = data ? userErrors : answer.errors;
      setErrors(formErrors(refusals, names));
      return order?.number;
    } finally {
      setPlacing(false);
    }
  }
  return { place, errors, isPlacing };
}
