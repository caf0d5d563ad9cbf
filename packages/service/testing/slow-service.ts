import { once } from 'node:events';
import { defineService } from '../define-service.ts';
import { serviceEnv } from '../env.ts';
import { run } from '../run.ts';

// A service for tests of how a process stops: a request for /slow is in progress until the parent sends a
// message, and so is one for /begun, whose headers are sent at once.
const startService = defineService('slow', serviceEnv, async ({ app }) => {
  app.get('/fast', (_, response) => void response.json('done'));
  const untilFinish = async () => {
    process.send?.('in progress');
    await once(process, 'message');
  };
  app.get('/slow', async (_, response) => {
    await untilFinish();
    response.json('done');
  });
  app.get('/begun', async (_, response) => {
    response.flushHeaders();
    await untilFinish();
    response.end('"done"');
  });
});

run(startService());
