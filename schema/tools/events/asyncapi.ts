import { eventNameOf } from '../../events/events.ts';
import { queues } from '../../events/topology.ts';
import { messageContract } from './contract.ts';
import { type EventParticipants, participants } from './participants.ts';

/** A name for a reference: without dots, which readers of the document would have to quote. */
const key = (name: string): string => name.replaceAll('.', '_');
const ref = (path: string) => ({ $ref: `#/${path}` });

const exchange = { name: 'shop.events', type: 'topic', durable: true, vhost: '/' };

/** The channel of a type: a routing key of the exchange. */
const eventChannel = ({ type }: EventParticipants) => ({
  address: type,
  messages: { [key(type)]: ref(`components/messages/${key(type)}`) },
  bindings: { amqp: { is: 'routingKey', exchange, bindingVersion: '0.3.0' } },
});

/** The channel of a consumer: its durable queue. */
const queueChannel = (queue: string, types: readonly string[]) => ({
  address: queue,
  messages: Object.fromEntries(
    types.map((type) => [key(type), ref(`components/messages/${key(type)}`)]),
  ),
  bindings: {
    amqp: {
      is: 'queue',
      queue: { name: queue, durable: true, exclusive: false, autoDelete: false, vhost: '/' },
      bindingVersion: '0.3.0',
    },
  },
});

const publishes = ({ type, publisher }: EventParticipants) => ({
  action: 'send',
  summary: `${publisher} publishes ${type}`,
  channel: ref(`channels/${key(type)}`),
  messages: [ref(`channels/${key(type)}/messages/${key(type)}`)],
});

const subscribes = (queue: string, types: readonly string[]) => ({
  action: 'receive',
  summary: `${queue.split('.')[0]} subscribes to ${types.join(', ')}`,
  channel: ref(`channels/${key(queue)}`),
  messages: types.map((type) => ref(`channels/${key(queue)}/messages/${key(type)}`)),
});

const subscribesBroadcast = (service: string, type: string) => ({
  action: 'receive',
  summary: `every ${service} process subscribes to the broadcast of ${type}`,
  channel: ref(`channels/${key(type)}`),
  messages: [ref(`channels/${key(type)}/messages/${key(type)}`)],
});

const message = ({ type }: EventParticipants, example: unknown) => ({
  name: type,
  title: type,
  contentType: 'application/json',
  headers: {
    type: 'object',
    properties: {
      'x-event': { const: eventNameOf(type), description: 'The simple name of the event.' },
      'x-key': {
        type: 'string',
        description: 'The subject of the event: messages with one key are handled in order.',
      },
    },
    required: ['x-event', 'x-key'],
  },
  correlationId: { location: '$message.payload#/correlationid' },
  payload: messageContract(type),
  examples: [{ name: 'golden', payload: example }],
});

const channels = () =>
  Object.fromEntries([
    ...participants.map((one) => [key(one.type), eventChannel(one)]),
    ...Object.entries(queues).map(([queue, types]) => [key(queue), queueChannel(queue, types)]),
  ]);

const operations = () =>
  Object.fromEntries([
    ...participants.map(
      (one) => [`${key(one.publisher)}_publishes_${key(one.type)}`, publishes(one)] as const,
    ),
    ...participants.flatMap(({ type, broadcastSubscribers }) =>
      broadcastSubscribers.map(
        (service) =>
          [
            `${key(service)}_subscribes_broadcast_${key(type)}`,
            subscribesBroadcast(service, type),
          ] as const,
      ),
    ),
    ...Object.entries(queues).map(
      ([queue, types]) => [`${key(queue)}_subscribes`, subscribes(queue, types)] as const,
    ),
  ]);

/** Returns the events of the shop as an AsyncAPI 3.0 document. `exampleOf` reads the golden example of a type. */
export const asyncapi = (exampleOf: (type: string) => unknown) => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Shop events',
    version: '1.0.0',
    description:
      'The events that the services of the shop publish and subscribe to. Written by `npm run events:docs`.',
    license: { name: 'MIT' },
  },
  defaultContentType: 'application/json',
  channels: channels(),
  operations: operations(),
  components: {
    messages: Object.fromEntries(
      participants.map((one) => [key(one.type), message(one, exampleOf(one.type))]),
    ),
  },
});
