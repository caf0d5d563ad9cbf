import type { Log } from '@shop/service';
import type { TextMessenger } from '../domain/ports.ts';

/** Writes text messages to the log, for shops without a provider for text messages. */
export const createTextMessageLog = (log: Log): TextMessenger => ({
  async send({ to, text }, { messageId, correlationId }) {
    log.info({ to, text, messageId, correlationId }, 'text message');
  },
});
