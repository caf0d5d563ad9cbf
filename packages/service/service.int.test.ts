import type { AddressInfo } from 'node:net';
import { freePort, until } from '@shop/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createService, type Service } from './service.ts';

let service: Service;
let metricsPort: number;
const env = { NODE_ENV: 'test', LOG_LEVEL: 'silent', HOST: '127.0.0.1', PORT: 0 } as const;
beforeEach(async () => {
  metricsPort = await freePort();
  service = createService('test', { ...env, METRICS_PORT: metricsPort });
});
afterEach(() => service.stop());

const get = async (port: number, path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, text: await response.text() };
};

it('a service is live and not ready from its start until it listens', async () => {
  await service.openMetricsPort();
  expect((await get(metricsPort, '/health/live')).status).toBe(200);
  const starting = await get(metricsPort, '/health/ready');
  expect([starting.status, JSON.parse(starting.text).failed]).toEqual([503, ['starting']]);
  service.readyWhen('broken', () => Promise.reject(new Error('broken')));
  await service.listen();
  expect(JSON.parse((await get(metricsPort, '/health/ready')).text).failed).toEqual(['broken']);
});

it('a connection stays open between requests for longer than balancers keep it, or as configured', () => {
  expect(service.server.keepAliveTimeout).toBeGreaterThan(60_000);
  const configured = createService('test', { ...env, METRICS_PORT: 0, KEEP_ALIVE_MS: 620_000 });
  expect(configured.server.keepAliveTimeout).toBe(620_000);
});

it('health and metrics are served on the metrics port, and are 404 on the port of clients', async () => {
  await service.openMetricsPort();
  await service.listen();
  const { port } = service.server.address() as AddressInfo;
  for (const path of ['/metrics', '/health/live', '/health/ready']) {
    expect([path, (await get(metricsPort, path)).status]).toEqual([path, 200]);
    expect([path, (await get(port, path)).status]).toEqual([path, 404]);
  }
  expect((await get(metricsPort, '/metrics')).text).toContain('nodejs_version_info');
  expect((await get(metricsPort, '/graphql')).status).toBe(404);
});

it('requests are measured by method and status, whatever clients send; what was built is a metric', async () => {
  service.app.get('/ok', (_, response) => void response.send('ok'));
  await service.openMetricsPort();
  await service.listen();
  const { port } = service.server.address() as AddressInfo;
  await get(port, '/ok');
  await get(port, `/${'x'.repeat(50)}"}`);
  await fetch(`http://127.0.0.1:${port}/ok`, { method: 'PROPFIND' });
  const text = await until('all requests', async () => {
    const { text } = await get(metricsPort, '/metrics');
    return text.includes('method="other"') ? text : undefined;
  });
  const counts = text.match(/^http_request_seconds_count.*$/gm);
  expect(counts?.sort()).toEqual([
    'http_request_seconds_count{service="test",method="GET",status="200"} 1',
    'http_request_seconds_count{service="test",method="GET",status="404"} 1',
    'http_request_seconds_count{service="test",method="other",status="404"} 1',
  ]);
  expect(text).toMatch(
    /shop_build_info\{version="\d+\.\d+\.\d+",revision="unknown",node="v\d.*",service="test"\} 1/,
  );
});
