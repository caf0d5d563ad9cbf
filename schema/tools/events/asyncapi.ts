import { queues } from '../../events/topology.ts';
import { messageContract } from './contract.ts';
import { type Said, said } from './participants.ts';

/** Names in references may hold no dots that people would have to quote. */
const key = (name: string): string => name.replaceAll('.', '_');
const ref = (path: string) => ({ $ref: `#/${path}` });

const exchange = { name: 'shop.events', type: 'topic', durable: true, vhost: '/' };

/** The channel of a type: a routing key of the exchange. */
const eventChannel = ({ type }: Said) => ({
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

const says = ({ type, source }: Said) => ({
  action: 'send',
  summary: `${source} says ${type}`,
  channel: ref(`channels/${key(type)}`),
  messages: [ref(`channels/${key(type)}/messages/${key(type)}`)],
});

const hears = (queue: string, types: readonly string[]) => ({
  action: 'receive',
  summary: `${queue.split('.')[0]} hears ${types.join(', ')}`,
  channel: ref(`channels/${key(queue)}`),
  messages: types.map((type) => ref(`channels/${key(queue)}/messages/${key(type)}`)),
});

const listens = (service: string, type: string) => ({
  action: 'receive',
  summary: `every ${service} process listens for ${type} while it is connected`,
  channel: ref(`channels/${key(type)}`),
  messages: [ref(`channels/${key(type)}/messages/${key(type)}`)],
});

const message = ({ type }: Said, example: unknown) => ({
  name: type,
  title: type,
  contentType: 'application/json',
  correlationId: { location: '$message.payload#/correlationid' },
  payload: messageContract(type),
  examples: [{ name: 'golden', payload: example }],
});

/** The events of the shop as an AsyncAPI 3.0 document. `exampleOf` reads the golden example of a type. */
export function asyncapi(exampleOf: (type: string) => unknown) {
  const hearing = Object.entries(queues);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Shop events',
      version: '1.0.0',
      description:
        'What the services of the shop tell each other. Written by `npm run events:docs`.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([
      ...said.map((one) => [key(one.type), eventChannel(one)]),
      ...hearing.map(([queue, types]) => [key(queue), queueChannel(queue, types)]),
    ]),
    operations: Object.fromEntries([
      ...said.map((one) => [`${key(one.source)}_says_${key(one.type)}`, says(one)] as const),
      ...said.flatMap(({ type, listeners }) =>
        listeners.map((one) => [`${key(one)}_listens_${key(type)}`, listens(one, type)] as const),
      ),
      ...hearing.map(([queue, types]) => [`${key(queue)}_hears`, hears(queue, types)] as const),
    ]),
    components: {
      messages: Object.fromEntries(
        said.map((one) => [key(one.type), message(one, exampleOf(one.type))]),
      ),
    },
  };
}
