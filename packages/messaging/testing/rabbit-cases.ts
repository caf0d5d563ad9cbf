import { describe } from 'vitest';
import { useBusFixture } from './bus-fixture.ts';
import { rabbitConnectionCases } from './rabbit-connection-cases.ts';
import type { RabbitDriver } from './rabbit-driver.ts';
import { rabbitQueueCases } from './rabbit-queue-cases.ts';

/** Tests the behaviour of the RabbitMQ driver only. */
export function describeRabbit(open: () => Promise<RabbitDriver>): void {
  describe('RabbitMQ', () => {
    const fixture = useBusFixture(open);
    rabbitQueueCases(fixture);
    rabbitConnectionCases(fixture);
  });
}
