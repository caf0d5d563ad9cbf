import { emailField, internationalPhoneField } from '@shop/domain';
import { sealingKey } from '@shop/schema';
import {
  busEnv,
  httpUrl,
  postgresUrl,
  retentionDays,
  serviceEnv,
  wholeNumber,
} from '@shop/service';
import { z } from 'zod';

const maxStaff = 20;

/** `a@shop.example, b@shop.example` */
const addresses = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .pipe(z.array(emailField).max(maxStaff));

/** 0 switches a limit off. */
const perHour = wholeNumber(0).max(100_000);

/**
 * Environment of the worker. Without SMTP_URL, messages are written to MAILBOX_DIR instead of sent; production needs
 * SMTP_URL.
 */
export const workerEnv = serviceEnv
  .extend({
    NOTIFICATION_DATABASE_URL: postgresUrl,
    SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// URL' }).optional(),
    MAIL_FROM: z.string().default('Shop <no-reply@shop.example>'),
    MAILBOX_DIR: z.string().default('.data/mailbox'),
    MAIL_TOKEN_KEY: sealingKey,
    PUBLIC_URL: httpUrl.default('http://localhost:4000'),
    SHOP_URL: httpUrl.default('http://localhost:3000'),
    STAFF_MAIL: addresses.default([]),
    STAFF_PHONE: internationalPhoneField.optional(),
    /** To one mailbox. An order that is paid at once leads to three. */
    ORDER_MAILS_PER_HOUR: perHour.default(20),
    /** The same to a mailbox that no account has verified: two orders of a guest. */
    UNVERIFIED_ORDER_MAILS_PER_HOUR: perHour.default(6),
    /** To one mailbox, of each kind: verification, new password and the like. */
    ACCOUNT_MAILS_PER_HOUR: perHour.default(10),
    DELIVERY_RETENTION_DAYS: retentionDays.default(90),
    OUTBOX_RETENTION_DAYS: retentionDays.default(30),
  })
  // A replayed event is recognised by its delivery.
  .refine((env) => !(env.DELIVERY_RETENTION_DAYS < env.OUTBOX_RETENTION_DAYS), {
    path: ['DELIVERY_RETENTION_DAYS'],
    message: 'must not be less than OUTBOX_RETENTION_DAYS',
    when: () => true,
  })
  // Without this, production would write e-mails to files that no customer reads.
  .refine((env) => env.NODE_ENV !== 'production' || env.SMTP_URL, {
    path: ['SMTP_URL'],
    message: 'must be set in production',
    when: () => true,
  })
  .and(busEnv);
