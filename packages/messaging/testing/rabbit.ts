import amqp from 'amqplib';

/**
 * Returns the URL of the broker for tests: RABBITMQ_URL or localhost. Without an answer it returns `undefined`
 * and prints one loud line; in CI it throws.
 */
export async function brokerUrl(): Promise<string | undefined> {
  const url = process.env['RABBITMQ_URL'] || 'amqp://guest:guest@127.0.0.1:5672';
  try {
    await (await amqp.connect(url, { timeout: 60_000 })).close();
    return url;
  } catch (error) {
    if (process.env['CI']) throw error;
    console.warn(`\n!!! No RabbitMQ at ${new URL(url).host}: its tests are SKIPPED !!!\n`);
    return undefined;
  }
}
