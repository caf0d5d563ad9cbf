import type { RefusalReason } from '@shop/domain';
import { mutationPayload } from '@shop/service';
import type { OrderContext } from '../context.ts';
import { type OpenedOrder, openedWith } from '../domain/guest.ts';
import type { Order } from '../domain/order.ts';

/** Returns the payload of a mutation of an order: the order after the change or, when refused, as it is now. */
export const orderPayload = (
  { loaders }: OrderContext,
  { orderId: id, orderToken: token }: { orderId: string; orderToken?: string | null | undefined },
  work: () => Promise<{ order: Order; reasons?: readonly RefusalReason[] }>,
) =>
  mutationPayload<{ order: OpenedOrder | null }>(
    async () => {
      const { order, ...others } = await work();
      return { order: openedWith(order, token), ...others };
    },
    async () => ({ order: await loaders.order.clear({ id, token }).load({ id, token }) }),
  );
