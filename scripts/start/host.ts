import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { RunningService } from '@shop/service';
import { run } from '@shop/service/run';

type Start = (variables: Readonly<Record<string, string>>) => RunningService;
type Part = Readonly<Partial<Record<'startGateway' | 'startGraph' | 'startWorker', Start>>>;

// node host.js <file>=<port>,<metrics port> ...: runs one or several services in this process, each on its own
// ports. A file is a built start-gateway.js, start-graph.js or start-worker.js. All variables but the ports are
// those of the process. Loads the services at once and starts them at the first message of the parent, so that
// they load while the parent prepares the databases.
const starts = await Promise.all(
  process.argv.slice(2).map(async (argument) => {
    const [file = '', ports = ''] = argument.split('=');
    const [PORT = '', METRICS_PORT = ''] = ports.split(',');
    const part: Part = await import(pathToFileURL(file).href);
    const start = part.startGateway ?? part.startGraph ?? part.startWorker;
    if (!start) throw new Error(`${file} exports no service.`);
    return () => start({ PORT, METRICS_PORT });
  }),
);
await once(process, 'message');
const [first, ...others] = starts.map((start) => start());
if (!first) throw new Error('No service is named.');
run(first, ...others);
