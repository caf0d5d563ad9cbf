import { addressNames, type FormErrors, formErrors, noErrors } from '@shop/web';
import { useState } from 'react';
import { outbox } from '../shop/outbox.ts';
import { orderToken } from '../shop/stored-text.ts';
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
      const added = await outbox.add({
        subject,
        document: PlaceOrderDocument,
        variables: { input },
      });
      const answer = await added.answer;
      const data = answer.data as PlaceOrderMutation | null;
      const { order, orderToken: token, userErrors = [] } = data?.placeOrder ?? {};
      const refusals = data ? userErrors : answer.errors;
      setErrors(formErrors(refusals, names));
      if (!order) return undefined;
      if (token) orderToken(order.number).write(token);
      return order.number;
    } finally {
      setPlacing(false);
    }
  }
  return { place, errors, isPlacing };
}
