import { moneyFromMessage } from '@shop/domain';
import { parseArguments, requireViewer, toUserError } from '@shop/service';
import { editOrder } from '../domain/edits/edit-order.ts';
import { parseEditPreview, previewEdit } from '../domain/edits/preview-edit.ts';
import { describeShortLines } from '../domain/short-lines.ts';
import type {
  EditStepDetailsResolvers,
  MutationResolvers,
  OrderEditLineResolvers,
  OrderEditPreviewResolvers,
  OrderEditResolvers,
  QueryResolvers,
} from '../generated/graphql.ts';
import { orderPayload } from './order-payload.ts';

export const OrderEdit: OrderEditResolvers = {
  actor: ({ actorId }) => ({ id: actorId }),
  linesBefore: ({ before }) => [...before.lines],
  linesAfter: ({ after }) => [...after.lines],
  totalBefore: ({ before }) => before.total,
  totalAfter: ({ after }) => after.total,
  shortLines: ({ after, shortLines }) => describeShortLines({ lines: after.lines, shortLines }),
};

export const OrderEditLine: OrderEditLineResolvers = {
  variant: ({ variantId }, _, { loaders }) => loaders.variant.load(variantId),
};

export const EditStepDetails: EditStepDetailsResolvers = {
  totalBefore: ({ totalBefore }) => moneyFromMessage(totalBefore),
  totalAfter: ({ totalAfter }) => moneyFromMessage(totalAfter),
};

/** Prices an edit of an order that is not saved. */
export const editQueries = {
  orderEditPreview: async (_, { input }, context) => {
    const request = parseArguments(() => parseEditPreview(input));
    return (await previewEdit(context, request)) ?? null;
  },
} satisfies QueryResolvers;

export const OrderEditPreview: OrderEditPreviewResolvers = {
  lines: ({ lines }) => [...lines],
  problems: ({ reasons }) => reasons.map(toUserError),
};

export const editMutations = {
  editOrder: (_, { input }, context) =>
    orderPayload(context, input, async () => ({
      order: await editOrder(context, requireViewer(context), input),
    })),
} satisfies MutationResolvers;
