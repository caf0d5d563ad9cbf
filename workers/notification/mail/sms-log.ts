import type { Log } from '@shop/service';
import type { Sms } from '../domain/message.ts';
import type { Carrier } from '../domain/ports.ts';

/** Writes text messages to the log, where no provider is under contract. */
export const createSmsLog = (log: Log): Carrier<Sms> => ({
  async send({ to, text }, { messageId, correlationId }) {
    log.info({ to, text, messageId, correlationId }, 'text message');
  },
});
