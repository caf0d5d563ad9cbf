import { type Shop, startShop } from '@shop/testing/shop';
import { startSpanReceiver } from '@shop/testing/span-receiver';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    shop: Shop;
    /** Responds with the spans of the shop. */
    spansUrl: string;
  }
}

/** Webhooks give up after three attempts within a second. */
const quickWebhooks = { WEBHOOK_RETRY_FIRST_MS: '20', WEBHOOK_MAX_ATTEMPTS: '3' };

/**
 * Starts the shop, on the broker when its URL is given and with its traces exported, and provides it to the tests.
 * Returns how to stop it.
 */
export async function provideShop(
  project: TestProject,
  rabbitmqUrl = '',
): Promise<() => Promise<void>> {
  const receiver = await startSpanReceiver();
  const tracing = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  };
  const { stop, ...shop } = await startShop({
    ...{ RABBITMQ_URL: rabbitmqUrl, ...quickWebhooks, ...tracing },
  });
  project.provide('shop', shop);
  project.provide('spansUrl', `${receiver.url}/spans`);
  return async () => {
    await stop();
    await receiver.close();
  };
}

/** The hook of vitest: the shop on the embedded bus. */
export const setup = (project: TestProject) => provideShop(project);
