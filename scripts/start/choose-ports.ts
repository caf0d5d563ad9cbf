import { freePort, isFree, reservePort } from '@shop/service/ports';

/**
 * Returns a free port for every process, and reserves them. The gateway gets the `requested` one (0: any), by default
 * `defaultPort` or, when that is taken, another one, which `report` announces. Throws when the requested one is taken.
 */
export async function choosePorts(
  requested: number | undefined,
  processes: readonly string[],
  report: (text: string) => void,
  defaultPort = 4_000,
): Promise<Readonly<Record<string, number>>> {
  const ports: Record<string, number> = {};
  for (const name of processes) ports[name] = await freePort();
  if (requested === 0) return ports;
  if (requested !== undefined) {
    // A port whose UDP port another program uses is free, but cannot be reserved.
    if ((await reservePort(requested)) || (await isFree(requested)))
      return { ...ports, gateway: requested };
    throw new Error(
      `Port ${requested} (PORT) is taken. Choose another one, or 0 for any free one.`,
    );
  }
  if (await reservePort(defaultPort)) return { ...ports, gateway: defaultPort };
  report(`> Port ${defaultPort} is taken: the gateway uses ${ports['gateway']}.`);
  return ports;
}
