import { Counter, Gauge, type Registry } from 'prom-client';

const transports = ['websocket', 'event-stream'] as const;
export type Transport = (typeof transports)[number];

export type SubscriptionMeter = {
  /** Reports a subscription to a field that has opened. Returns how to report that it has ended. */
  subscribed(field: string): () => void;
  /** Reports a connection that has opened. Returns how to report that it has closed. */
  connected(transport: Transport): () => void;
  /** Reports a message to the client of a subscription. */
  sent(field: string): void;
};

/** Creates the metrics of subscriptions. Their fields are those that the gateway serves. */
export function createSubscriptionMeter(registry: Registry): SubscriptionMeter {
  const registers = [registry];
  const open = new Gauge({
    name: 'gateway_subscriptions_open',
    help: 'Open subscriptions by field.',
    labelNames: ['field'],
    registers,
  });
  const connections = new Gauge({
    name: 'gateway_subscription_connections_open',
    help: 'Open connections of subscriptions by transport: websocket, event-stream.',
    labelNames: ['transport'],
    registers,
  });
  const messages = new Counter({
    name: 'gateway_subscription_messages_total',
    help: 'Messages to the clients of subscriptions by field.',
    labelNames: ['field'],
    registers,
  });
  for (const transport of transports) connections.inc({ transport }, 0);

  const hold = (gauge: Gauge, labels: Record<string, string>) => {
    gauge.inc(labels);
    let isHeld = true;
    return () => {
      if (isHeld) gauge.dec(labels);
      isHeld = false;
    };
  };
  return {
    subscribed: (field) => hold(open, { field }),
    connected: (transport) => hold(connections, { transport }),
    sent: (field) => messages.inc({ field }),
  };
}
