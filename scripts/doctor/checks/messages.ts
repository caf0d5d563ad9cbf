import { checkRows, repair } from '../check.ts';

type DeliveryRow = {
  readonly id: string;
  readonly template: string;
  readonly recipient: string;
  readonly status: string;
};

/** Every e-mail and text message was sent, or was not to be sent. */
export const messages = checkRows<DeliveryRow>(
  {
    name: 'messages',
    rule: 'Every message is sent within an hour.',
    database: 'notification',
    // Younger ones may be on their way: an event is retried for 12 minutes.
    sql: `
      SELECT event_id AS id, template, recipient, status::text FROM deliveries
      WHERE status IN ('SENDING', 'RETRY', 'FAILED') AND updated_at < now() - interval '1 hour'
      ORDER BY event_id`,
  },
  ({ id, template, recipient, status }) => ({
    subject: `${id} ${template}`,
    fault:
      status === 'SENDING'
        ? `Whether ${template} was sent to ${recipient} is unknown; if the log of the mail server has <${id}.${template}@shop>, run ${repair('mark-sent', id)} instead.`
        : `${template} to ${recipient} was not sent (${status}).`,
    repair: repair('resend-message', id),
  }),
);
