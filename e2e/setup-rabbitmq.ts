import { deleteQueues } from '@shop/messaging/testing';
import type { TestProject } from 'vitest/node';
import { provideShop } from './setup.ts';

const url = process.env['RABBITMQ_URL'] || 'amqp://guest:guest@127.0.0.1:5672';

/** The hook of vitest: the shop on RabbitMQ, without messages of an earlier run. */
export const setup = (project: TestProject) => provideShop(project, url, () => deleteQueues(url));
