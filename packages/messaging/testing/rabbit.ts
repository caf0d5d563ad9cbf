import amqp from 'amqplib';

/**
 * URL of the broker for tests: RABBITMQ_URL or localhost. `undefined`, with one loud line, when none
 * answers; in CI that is an error.
 */
export async function brokerUrl(): Promise<string | undefined> {
  const url = process.env['RABBITMQ_URL'] || 'amqp://guest:guest@127.0.0.1:5672';
  try {
    await (await amqp.connect(url, { timeout: 2_000 })).close();
    return url;
  } catch (error) {
    if (process.env['CI']) throw error;
    console.warn(`\n!!! No RabbitMQ at ${new URL(url).host}: its tests are SKIPPED !!!\n`);
    return undefined;
  }
}
