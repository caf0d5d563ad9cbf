import cluster from 'node:cluster';
import { createLog, readEnv, run } from '@shop/service';
import { gatewayEnv } from './env.ts';
import { runWorkers } from './run-workers.ts';
import { startGateway } from './start-gateway.ts';

const { GATEWAY_WORKERS, METRICS_PORT, LOG_LEVEL } = readEnv(gatewayEnv);
if (GATEWAY_WORKERS > 1 && cluster.isPrimary) {
  runWorkers(GATEWAY_WORKERS, METRICS_PORT, createLog('gateway', LOG_LEVEL));
} else {
  run(startGateway());
}
