import { freePort, isFree } from '@shop/service/ports';

export const defaultPort = 4_000;

/**
 * A free port for every process. The gateway gets the `wanted` one (0: any), by default 4000 or, when
 * that is taken, another one, and `say` hears of it. Throws when the wanted one is taken.
 */
export async function choosePorts(
  wanted: number | undefined,
  processes: readonly string[],
  say: (text: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const ports: Record<string, number> = {};
  for (const name of processes) ports[name] = await freePort();
  if (wanted === 0) return ports;
  const gateway = wanted ?? defaultPort;
  if (await isFree(gateway)) return { ...ports, gateway };
  if (wanted !== undefined) {
    throw new Error(`Port ${wanted} (PORT) is taken. Choose another one, or 0 for any free one.`);
  }
  say(`> port ${defaultPort} is taken: the gateway gets ${ports['gateway']}`);
  return ports;
}
