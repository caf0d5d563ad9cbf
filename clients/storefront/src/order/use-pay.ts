import { useState } from 'react';
import { outbox } from '../shop/outbox.ts';
import { PayOrderDocument, type PayOrderMutation } from './generated/order.ts';

/** Returns what pays an order. Each try after an answer has a key of its own; one without an answer is sent again. */
export function usePay(orderId: string, token: string | undefined) {
  const [refusal, setRefusal] = useState<string>();
  const [isPaying, setPaying] = useState(false);

  async function pay(paymentToken: string): Promise<void> {
    setPaying(true);
    const input = {
      orderId,
      paymentToken,
      returnUrl: location.href,
      ...(token && { orderToken: token }),
    };
    try {
      const added = await outbox.add({
        subject: orderId,
        document: PayOrderDocument,
        variables: { input },
      });
      const { data, errors } = await added.answer;
      const refusals = (data as PayOrderMutation | null)?.payOrder?.userErrors ?? errors;
      setRefusal(refusals[0]?.message);
    } finally {
      setPaying(false);
    }
  }
  return { pay, refusal, isPaying };
}
