import { inSpan } from '@shop/service/telemetry';
import type { Channels, Envelope } from '../domain/ports.ts';

/** Returns the channels with a span for each message, below that of its event. Spans name no recipients. */
export function traceChannels({ EMAIL, SMS }: Channels): Channels {
  const traced = (what: string, { messageId }: Envelope, send: () => Promise<void>) =>
    inSpan(
      { name: `send ${what}`, kind: 'client', attributes: { 'shop.message.id': messageId } },
      send,
    );
  return {
    EMAIL: {
      send: (message, envelope) => traced('e-mail', envelope, () => EMAIL.send(message, envelope)),
    },
    SMS: {
      send: (message, envelope) =>
        traced('text message', envelope, () => SMS.send(message, envelope)),
    },
  };
}
