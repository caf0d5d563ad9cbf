import {
  consume,
  createBus,
  createEventMeter,
  declareAll,
  holdWhileUnavailable,
} from '@shop/messaging';
import { createPostgresPool, createServiceProcess, readEnv } from '@shop/service';
import { createFileChannels } from './channels/file-channels.ts';
import { createSmtpMailer } from './channels/smtp-mailer.ts';
import { createTextMessageLog } from './channels/text-message-log.ts';
import { serveDevMailbox } from './dev-mailbox/routes.ts';
import { createDeliveryService } from './domain/delivery-service.ts';
import { workerEnv } from './env.ts';
import { notificationHandlers } from './events/handlers.ts';
import { createReport, watchUnsettled } from './metrics.ts';
import { createPrisma } from './prisma/client.ts';
import { startDeletingOldDeliveries } from './prisma/delete-old-deliveries.ts';
import { countUnsettled, createDeliveryLog, type Hold } from './prisma/delivery-log.ts';

const env = readEnv(workerEnv);
const service = createServiceProcess('notification', env);
const { log } = service;
const meter = createEventMeter(service.metrics);

const pool = createPostgresPool(env.NOTIFICATION_DATABASE_URL, log);
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));
const prisma = createPrisma(pool);
watchUnsettled(service.metrics, () => countUnsettled(prisma));

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

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
service.readyWhen('bus', () => bus.ping());
await declareAll(bus);

const stopDeleting = startDeletingOldDeliveries(prisma, env.DELIVERY_RETENTION_DAYS, log);
service.onStop('old deliveries', async () => stopDeleting());
if (env.STAFF_MAIL.length === 0)
  log.warn('STAFF_MAIL is not set: staff get no e-mails about low stock');

const deliveryService = createDeliveryService({
  log: createDeliveryLog(prisma, hold),
  channels,
  report: createReport(service.metrics, log),
});
const mailSettings = {
  shopUrl: env.SHOP_URL,
  mailTokenKey: env.MAIL_TOKEN_KEY,
  staffMail: env.STAFF_MAIL,
  staffPhone: env.STAFF_PHONE,
};
await consume(bus, 'notification.mail', notificationHandlers(deliveryService, mailSettings), {
  log,
  meter,
});
await service.listen();
