import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A proxy in Node and the server behind it, which do nothing but to send the bytes of responses. */
export type BareProxy = {
  /** Returns the URL that responds with this text, through the proxy. */
  urlOf(name: string, body: string): string;
  /** Returns the CPU time of both processes so far. */
  cpuMs(): Promise<number>;
  stop(): void;
};

const file = new URL('bare-server.ts', import.meta.url);

async function startServer(...args: string[]): Promise<[ChildProcess, origin: string]> {
  const child = fork(file, args, { execArgv: process.execArgv });
  const [port] = (await once(child, 'message')) as [number];
  return [child, `http://127.0.0.1:${port}`];
}

async function cpuMsOf(child: ChildProcess): Promise<number> {
  const answer = once(child, 'message') as Promise<[number]>;
  child.send('cpu');
  return (await answer)[0];
}

/** Starts both processes: what any gateway and service in Node take at least. */
export async function startBareProxy(): Promise<BareProxy> {
  const [server, origin] = await startServer();
  const [proxy, url] = await startServer(origin);
  return {
    urlOf(name, body) {
      const path = `/${encodeURIComponent(name)}`;
      server.send({ path, body });
      return `${url}${path}`;
    },
    cpuMs: async () => (await cpuMsOf(server)) + (await cpuMsOf(proxy)),
    stop() {
      server.disconnect();
      proxy.disconnect();
    },
  };
}
