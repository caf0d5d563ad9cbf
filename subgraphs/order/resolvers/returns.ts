import { requireViewer } from '@shop/service';
import { allowedReturnActions } from '../domain/allowed-actions.ts';
import { approveReturn } from '../domain/returns/approve-return.ts';
import { cancelReturn } from '../domain/returns/cancel-return.ts';
import { receiveReturn } from '../domain/returns/receive-return.ts';
import { refuseReturn } from '../domain/returns/refuse-return.ts';
import { requestReturn } from '../domain/returns/request-return.ts';
import type {
  MutationResolvers,
  ReturnLineResolvers,
  ReturnResolvers,
} from '../generated/graphql.ts';
import { lineOf } from './order.ts';
import { orderPayload } from './order-payload.ts';

export const Return: ReturnResolvers = {
  lines: ({ lines, status, order }) =>
    lines.map((line) => ({ ...line, order, isReceived: status === 'RECEIVED' })),
  allowedActions: (one, _, { viewer }) => allowedReturnActions(one.order, one, viewer),
  refunds: ({ refundIds, order }) =>
    order.refunds
      .filter(({ id }) => refundIds.includes(id))
      .map((refund) => ({ ...refund, order })),
};

export const ReturnLine: ReturnLineResolvers = {
  line: lineOf,
  restockedQuantity: ({ restocked, isReceived }) => (isReceived ? restocked : null),
  writtenOffQuantity: ({ writtenOff, isReceived }) => (isReceived ? writtenOff : null),
};

export const returnMutations = {
  requestReturn: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await requestReturn(context, context.viewer, input),
    })),
  approveReturn: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await approveReturn(context.orders, requireViewer(context), input),
    })),
  refuseReturn: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await refuseReturn(context.orders, requireViewer(context), input),
    })),
  cancelReturn: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await cancelReturn(context.orders, context.viewer, input),
    })),
  receiveReturn: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await receiveReturn(context, requireViewer(context), input),
    })),
} satisfies MutationResolvers;
