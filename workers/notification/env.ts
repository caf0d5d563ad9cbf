import { busEnv, busMissing, namesABus, postgresUrl, serviceEnv } from '@shop/service';
import { z } from 'zod';

/** What the worker reads. Without SMTP_URL mails are written into MAILBOX_DIR. */
export const workerEnv = serviceEnv
  .extend({
    NOTIFICATION_DATABASE_URL: postgresUrl,
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// URL' }).optional(),
    MAIL_FROM: z.string().default('Shop <no-reply@shop.example>'),
    MAILBOX_DIR: z.string().default('.data/mailbox'),
  })
  .extend(busEnv.shape)
  .refine(namesABus, busMissing);
