import { isIP } from 'node:net';
import { z } from 'zod';

/** Names that Express knows for private networks. */
const networks = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(text: string): boolean {
  if (networks.includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (prefix === undefined) return bits > 0;
  return rest.length === 0 && /^\d+$/.test(prefix) && Number(prefix) <= bits;
}

/**
 * The proxies whose X-Forwarded-For is trusted, for Express' `trust proxy`: their number in front of the
 * gateway, or their networks. None by default, since any client can send that header.
 */
export const trustProxy = z.string().transform((text, context): number | string[] => {
  const entries = text.split(',').map((entry) => entry.trim());
  const [first = ''] = entries;
  if (entries.length === 1 && /^\d{1,2}$/.test(first)) return Number(first);
  if (entries.every(isNetwork)) return entries;
  context.addIssue(
    `must be a number of proxies, or addresses, CIDR networks, ${networks.join(', ')}`,
  );
  return z.NEVER;
});
