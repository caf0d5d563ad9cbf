import { defineService, openDatabase, publicKeys, serveSubgraph } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { createContext } from './context.ts';
import { serveDocuments } from './documents/serve-documents.ts';
import { noteDispute } from './domain/note-dispute.ts';
import { createOrderWaits } from './domain/order-wait.ts';
import { settleCharge } from './domain/settle-charge.ts';
import { graphEnv, mayReturnTo } from './env.ts';
import { createGiftCardPayments } from './payments/gift-card/gift-card-payments.ts';
import { servePaymentWebhook } from './payments/webhook.ts';
import { permissions } from './permissions.ts';
import { createPrisma } from './prisma/client.ts';
import { createDocumentStore } from './prisma/document-store.ts';
import { createOrderPolls } from './prisma/order-polls.ts';
import { createSalesStore } from './prisma/sales-store.ts';
import { createStores } from './prisma/stores.ts';
import { createWebhookLog } from './prisma/webhook-log.ts';
import * as resolvers from './resolvers/index.ts';

const dayMs = 24 * 60 * 60_000;

/** Starts the graph of orders, with the webhook of their payments. */
export const startGraph = defineService('order', graphEnv, async (service, env) => {
  const { pool } = openDatabase(service, env.ORDER_DATABASE_URL);
  const prisma = createPrisma(pool);
  const sql = createSqlDatabase(pool);
  const databases = { prisma, sql };
  const payments = env.payments.serve(service, databases);
  const once = createWebhookLog(sql);
  servePaymentWebhook(service, {
    parse: env.payments.webhooks(databases),
    settle: ({ eventId, key, ...report }) =>
      once(eventId, (orders) =>
        'dispute' in report
          ? noteDispute(orders, key, report.dispute)
          : settleCharge(orders, key, report.result, new Date(), report.charged),
      ),
  });
  serveDocuments(service, { documents: createDocumentStore(sql), key: env.MAIL_TOKEN_KEY });

  await serveSubgraph(service, {
    name: 'order',
    resolvers,
    permissions,
    gatewayKeys: publicKeys(env.INTERNAL_TOKEN_PUBLIC_KEYS),
    context: createContext({
      stores: (origin) => createStores(databases, origin),
      sales: createSalesStore(sql),
      payments,
      giftCardPayments: createGiftCardPayments(databases),
      paymentPage: env.payments.page(databases),
      maxUnpaid: { ofCustomer: env.ORDER_MAX_UNPAID, ofNetwork: env.ORDER_MAX_UNPAID_ADDRESS },
      returnPeriod: env.RETURN_PERIOD_DAYS * dayMs,
      publicUrl: env.PUBLIC_URL,
      mayReturnTo: mayReturnTo(env),
      isCapturedLater: env.PAYMENT_CAPTURE === 'shipping',
      waits: createOrderWaits({ read: createOrderPolls(sql), isStopping: service.isStopping }),
      mailTokenKey: env.MAIL_TOKEN_KEY,
    }),
  });
});
