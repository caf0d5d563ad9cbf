import { pathToFileURL } from 'node:url';
import type { RunningService } from '@shop/service';
import { run } from '@shop/service/run';

type Start = (variables: Readonly<Record<string, string>>) => RunningService;
type Part = { readonly startGraph?: Start; readonly startWorker?: Start };

// node host.js <file>=<port>,<metrics port> ...: runs several services in this process, each on its own ports. A
// file is a built start-graph.js or start-worker.js. All variables but the ports are those of the process.
const starts = await Promise.all(
  process.argv.slice(2).map(async (argument) => {
    const [file = '', ports = ''] = argument.split('=');
    const [PORT = '', METRICS_PORT = ''] = ports.split(',');
    const part: Part = await import(pathToFileURL(file).href);
    const start = part.startGraph ?? part.startWorker;
    if (!start) throw new Error(`${file} exports neither startGraph nor startWorker.`);
    return () => start({ PORT, METRICS_PORT });
  }),
);
const [first, ...others] = starts.map((start) => start());
if (!first) throw new Error('No service is named.');
run(first, ...others);
