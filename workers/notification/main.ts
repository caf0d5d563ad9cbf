import { consume, createBus, declareAll } from '@shop/messaging';
import { createPostgresPool, createServiceProcess, readEnv } from '@shop/service';
import { workerEnv } from './env.ts';
import { mailHandlers } from './events/handlers.ts';
import { createMailbox } from './mail/mailbox.ts';
import { createSmtpMailer } from './mail/smtp-mailer.ts';
import { createPrisma } from './prisma/client.ts';
import { createDeliveryLog } from './prisma/delivery-log.ts';

const env = readEnv(workerEnv);
const service = createServiceProcess('notification', env);
const { log } = service;

const pool = createPostgresPool(env.NOTIFICATION_DATABASE_URL, log);
service.onStop('database', () => pool.end());
service.readyWhen('database', () => pool.query('SELECT 1'));

const smtp = env.SMTP_URL ? createSmtpMailer(env.SMTP_URL, env.MAIL_FROM) : undefined;
service.onStop('smtp', async () => smtp?.close());
const mailer = smtp ?? (await createMailbox(env.MAILBOX_DIR, env.MAIL_FROM, log));

const bus = await createBus({
  rabbitmqUrl: env.RABBITMQ_URL,
  busDatabaseUrl: env.BUS_DATABASE_URL,
  log,
});
service.onStop('bus', () => bus.close());
await declareAll(bus);

const deliveries = createDeliveryLog(createPrisma(pool));
await consume(bus, 'notification.mail', mailHandlers(deliveries, mailer), { log });
await service.listen();
