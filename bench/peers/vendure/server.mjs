import { bootstrap } from '@vendure/core';
import { config } from './config.mjs';

// node server.mjs <database URL> <port>
await bootstrap(config);
process.send?.('ready');
process.on('disconnect', () => process.exit(0));
