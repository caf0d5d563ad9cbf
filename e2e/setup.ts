import { type Shop, startShop } from '@shop/testing/shop';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    shop: Shop;
  }
}

/** Webhooks give up after three attempts within a second. */
const quickWebhooks = { WEBHOOK_RETRY_FIRST_MS: '20', WEBHOOK_MAX_ATTEMPTS: '3' };

/** Starts the shop, on the broker when its URL is given, and provides it to the tests. Returns how to stop it. */
export async function provideShop(
  project: TestProject,
  rabbitmqUrl = '',
): Promise<() => Promise<void>> {
  const { stop, ...shop } = await startShop({ RABBITMQ_URL: rabbitmqUrl, ...quickWebhooks });
  project.provide('shop', shop);
  return stop;
}

/** The hook of vitest: the shop on the embedded bus. */
export const setup = (project: TestProject) => provideShop(project);
