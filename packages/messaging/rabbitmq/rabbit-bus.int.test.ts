import { describe, it } from 'vitest';
import { describeBusContract } from '../contract/contract.ts';
import { describeRabbit } from './rabbit-cases.ts';
import { createRabbitDriver } from './test-driver.ts';
import { brokerUrl } from './testing.ts';

const url = await brokerUrl();

if (url === undefined) {
  describe('EventBus on RabbitMQ', () => {
    it.skip('no broker answers at RABBITMQ_URL or localhost:5672');
  });
} else {
  describeBusContract('RabbitMQ', () => createRabbitDriver(url));
  describeRabbit(() => createRabbitDriver(url));
}
