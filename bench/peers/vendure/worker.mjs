import { bootstrapWorker } from '@vendure/core';
import { config } from './config.mjs';

// node worker.mjs <database URL> <port>
const worker = await bootstrapWorker(config);
await worker.startJobQueue();
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
