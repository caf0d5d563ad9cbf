import { type QueueName, queues } from '@shop/schema';
import { type Check, events } from '../check.ts';

/** No message is dead. */
export const deadLetters: Check = {
  name: 'dead-letters',
  rule: 'Every message is handled.',
  async *find({ bus }) {
    for (const queue of Object.keys(queues) as QueueName[]) {
      const [first] = await bus.deadLetters(queue).list(1);
      if (!first) continue;
      const { dead } = await bus.depth(queue);
      yield {
        subject: queue,
        fault: `${queue} has ${dead} dead letters; the first is ${first.type} ${first.id}: ${first.error.split('\n')[0]}.`,
        repair: events(`dlq redrive ${queue} --all`),
      };
    }
  },
};
