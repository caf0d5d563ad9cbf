import { isId } from '@shop/domain';
import { parsePage, toConnection } from '@shop/service';
import type { WebhookContext, WebhookDeliveryConnection } from '../context.ts';
import type { QueryResolvers, QueryWebhookDeliveriesArgs } from '../generated/graphql.ts';

export const Query: QueryResolvers = {
  webhookEndpoints: (_, __, { endpoints }) => endpoints.all(),
  webhookEndpoint: (_, { id }, { endpoints }) => endpoints.byId(id),
  webhookDeliveries: (_, args, context) => listDeliveries(args, context),
};

/** Returns one page of the log, newest first. Throws BAD_USER_INPUT. */
async function listDeliveries(
  { endpointId, status, ...args }: QueryWebhookDeliveriesArgs,
  { deliveries }: WebhookContext,
): Promise<WebhookDeliveryConnection> {
  const list = `webhook deliveries of ${endpointId}`;
  const request = parsePage(list, args, [isId]);
  const only = status ?? undefined;
  return toConnection(await deliveries.page(endpointId, only, request), {
    ...{ list, request },
    keyOf: ({ id }) => [id],
    count: () => deliveries.count(endpointId, only),
  });
}
