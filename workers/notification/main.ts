import {
  consume,
  createBus,
  createEventMeter,
  declareAll,
  holdWhileUnavailable,
} from '@shop/messaging';
import { createPostgresPool, createServiceProcess, readEnv } from '@shop/service';
import { workerEnv } from './env.ts';
import { mailHandlers } from './events/handlers.ts';
import { createMailbox } from './mail/mailbox.ts';
import { createSmsLog } from './mail/sms-log.ts';
import { createSmtpMailer } from './mail/smtp-mailer.ts';
import { serveMailbox } from './mailbox/routes.ts';
import { createReport, watchUnsettled } from './metrics.ts';
import { startCleaning } from './prisma/clean-deliveries.ts';
import { createPrisma } from './prisma/client.ts';
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

// Held for as long as the bus waits for what is in flight.
const stopping = new AbortController();
service.onStop('notes', async () => stopping.abort());
const hold: Hold = (work, { eventId: id, template: type }) =>
  holdWhileUnavailable(work, stopping.signal, log, { id, type });

const smtp = env.SMTP_URL ? createSmtpMailer(env.SMTP_URL, env.MAIL_FROM) : undefined;
service.onStop('smtp', async () => smtp?.close());
const carriers = smtp
  ? { EMAIL: smtp, SMS: createSmsLog(log) }
  : await createMailbox(env.MAILBOX_DIR, env.MAIL_FROM, log);
// Mails hold links that open accounts: only those nobody else carries are shown, and only here.
if (!smtp) serveMailbox(service.app, env.MAILBOX_DIR);

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
service.readyWhen('bus', () => bus.ping());
await declareAll(bus);

const stopCleaning = startCleaning(prisma, env.DELIVERY_RETENTION_DAYS, log);
service.onStop('cleaning', async () => stopCleaning());
if (env.STAFF_MAIL.length === 0) log.warn('STAFF_MAIL is not set: nobody gets mails of low stock');

const report = createReport(service.metrics, log);
const office = { deliveries: createDeliveryLog(prisma, hold), carriers, report };
const stationery = {
  shopUrl: env.SHOP_URL,
  mailTokenKey: env.MAIL_TOKEN_KEY,
  staffMail: env.STAFF_MAIL,
  staffPhone: env.STAFF_PHONE,
};
await consume(bus, 'notification.mail', mailHandlers(office, stationery), { log, meter });
await service.listen();
