import { repeat, type ServiceProcess } from '@shop/service';
import { serveActionPage } from './action-page.ts';
import type { ChargeStore } from './charges.ts';
import { createWebhookSender } from './send-webhook.ts';
import { settleDue } from './settle-due.ts';
import { createTestProvider } from './test-provider.ts';

/** How long a customer waits beyond the delay at most, in milliseconds. */
const pauseMs = 250;

export type TestProviderSettings = {
  readonly publicUrl: string;
  readonly delayMs: number;
  /** Where its webhooks go, and what signs them. */
  readonly webhookUrl: string;
  readonly webhookSecret: string;
};

/** Everything the test provider is: its pages, its late answers, and the provider itself. */
export function serveTestProvider(
  service: Pick<ServiceProcess, 'app' | 'log' | 'onStop'>,
  charges: ChargeStore,
  { publicUrl, delayMs, webhookUrl, webhookSecret }: TestProviderSettings,
) {
  service.log.warn('payments go to the test provider: no money moves');
  serveActionPage(service, charges);
  const send = createWebhookSender(webhookUrl, webhookSecret);
  const { log } = service;
  const settling = repeat('test provider', pauseMs, () => settleDue({ charges, send, log }), log);
  service.onStop('test provider', () => settling.stop());
  return createTestProvider({ charges, publicUrl, delayMs });
}
