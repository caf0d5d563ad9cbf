import { holdWhileUnavailable, serveWorker } from '@shop/messaging';
import { defineService, openDatabase } from '@shop/service';
import { createSqlDatabase } from '@shop/service/postgres';
import { createFileChannels } from './channels/file-channels.ts';
import { createSmtpMailer } from './channels/smtp-mailer.ts';
import { createTextMessageLog } from './channels/text-message-log.ts';
import { traceChannels } from './channels/trace-channels.ts';
import { serveDevMailbox } from './dev-mailbox/routes.ts';
import { createDeliveryService } from './domain/delivery-service.ts';
import { workerEnv } from './env.ts';
import { notificationHandlers } from './events/handlers.ts';
import { createReport, deliveryFigures } from './metrics.ts';
import { createPrisma } from './prisma/client.ts';
import { countUnsettled, createDeliveryLog, type Hold } from './prisma/delivery-log.ts';
import { deliveryRetention } from './prisma/retention.ts';
import { createVerifiedMailboxes } from './prisma/verified-mailboxes.ts';

/** Starts the notification worker. */
export const startWorker = defineService('notification', workerEnv, async (service, env) => {
  const { log, metrics } = service;
  const database = openDatabase(service, env.NOTIFICATION_DATABASE_URL);
  const prisma = createPrisma(database.pool);

  // Recording an outcome is retried until the process stops.
  const stopping = new AbortController();
  service.onStop('delivery log', async () => stopping.abort());
  const hold: Hold = (work, { eventId: id, template: type }) =>
    holdWhileUnavailable(work, stopping.signal, log, { id, type });

  const smtp = env.SMTP_URL ? createSmtpMailer(env.SMTP_URL, env.MAIL_FROM) : undefined;
  service.onStop('smtp', async () => smtp?.close());
  const channels = smtp
    ? { EMAIL: smtp, SMS: createTextMessageLog(log) }
    : await createFileChannels(env.MAILBOX_DIR, env.MAIL_FROM, log);
  // E-mails contain links that give access to accounts: they are shown only when none are really sent.
  if (!smtp) serveDevMailbox(service.app, env.MAILBOX_DIR);
  if (env.STAFF_MAIL.length === 0)
    log.warn('STAFF_MAIL is not set: staff get no e-mails about low stock');

  const mailLimits = {
    ORDER: env.ORDER_MAILS_PER_HOUR,
    UNVERIFIED_ORDER: env.UNVERIFIED_ORDER_MAILS_PER_HOUR,
    ACCOUNT: env.ACCOUNT_MAILS_PER_HOUR,
  };
  const deliveryService = createDeliveryService({
    log: createDeliveryLog(createSqlDatabase(database.pool), { mailLimits, hold }),
    channels: traceChannels(channels),
    report: createReport(metrics, log),
  });
  const mailSettings = {
    shopUrl: env.SHOP_URL,
    publicUrl: env.PUBLIC_URL,
    mailTokenKey: env.MAIL_TOKEN_KEY,
    staffMail: env.STAFF_MAIL,
    staffPhone: env.STAFF_PHONE,
  };
  const countFigures = async () => ({ messages_unsettled: await countUnsettled(prisma) });

  await serveWorker(service, {
    bus: env.bus,
    database,
    publishes: false,
    subscribes: {
      'notification.mail': () =>
        notificationHandlers(deliveryService, createVerifiedMailboxes(prisma), mailSettings),
    },
    retention: [deliveryRetention(env.DELIVERY_RETENTION_DAYS)],
    figures: [{ help: deliveryFigures, read: countFigures }],
  });
});
