import { describe, it } from 'vitest';
import { describeBusContract } from '../testing/bus-contract.ts';
import { brokerUrl } from '../testing/rabbit.ts';
import { describeRabbit } from '../testing/rabbit-cases.ts';
import { createRabbitDriver } from '../testing/rabbit-driver.ts';

const url = await brokerUrl();

if (url === undefined) {
  describe('EventBus on RabbitMQ', () => {
    it.skip('no broker answers at RABBITMQ_URL or localhost:5672');
  });
} else {
  describeBusContract('RabbitMQ', () => createRabbitDriver(url));
  describeRabbit(() => createRabbitDriver(url));
}
