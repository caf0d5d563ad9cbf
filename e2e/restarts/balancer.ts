import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where one replica serves, and where it says whether it is ready. */
export type Replica = { readonly port: number; readonly metricsPort: number };

/** How often replicas are asked, and failures in a row after which one gets no more connections. */
const probeMs = 200;
const maxFailures = 3;

/** A replica that stops, or does not run, gets no more connections at once; a busy one may be slow to respond. */
type Answer = 'ready' | 'not ready' | 'stopped';

async function answerOf({ metricsPort }: Replica): Promise<Answer> {
  try {
    const response = await fetch(`http://127.0.0.1:${metricsPort}/health/ready`, {
      signal: AbortSignal.timeout(2_000),
    });
    const { failed } = (await response.json()) as { readonly failed: readonly string[] };
    if (response.ok) return 'ready';
    return failed.includes('stopping') || failed.includes('starting') ? 'stopped' : 'not ready';
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'not ready' : 'stopped';
  }
}

/**
 * Starts a balancer of TCP connections at `port`, as a service of Kubernetes is one: new connections go to replicas that
 * are ready, one after the other, and open ones stay where they are.
 */
export async function startBalancer(port: number, replicas: readonly Replica[]) {
  let ready: readonly Replica[] = [];
  let next = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const replica = ready[next++ % ready.length];
    if (!replica) return void near.destroy();
    const far = connect(replica.port, '127.0.0.1');
    for (const [one, peer] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => peer.destroy());
      one.on('close', () => {
        sockets.delete(one);
        peer.destroySoon();
      });
      one.pipe(peer);
    }
  });
  const failures = replicas.map(() => maxFailures);
  const probe = async (replica: Replica, n: number) => {
    const answer = await answerOf(replica);
    if (answer === 'ready') failures[n] = 0;
    else failures[n] = answer === 'stopped' ? maxFailures : (failures[n] ?? 0) + 1;
    ready = replicas.filter((_, at) => (failures[at] ?? 0) < maxFailures);
  };
  const probing = setInterval(() => void Promise.all(replicas.map(probe)), probeMs);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    readyReplicas: () => ready.length,
    async close() {
      clearInterval(probing);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
