import { isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';

/** IPv4 as IPv6 sockets show it, and as some proxies do, with a port. */
const embeddedIpv4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i;

/** The client's address, of whom TRUST_PROXY lets say it; IPv4 always in its own notation. */
export const clientAddress = (request: Request): string | undefined =>
  request.ip?.match(embeddedIpv4)?.[1] ?? request.ip;

/**
 * What requests are counted by: an IPv4 address, or the /64 network of an IPv6 one, since that is
 * what a single subscriber is given (RFC 6177) and may choose any address from.
 */
export function addressGroup(address: string | undefined): string {
  if (address === undefined) return 'unknown';
  const ipv4 = address.match(embeddedIpv4)?.[1];
  if (ipv4 !== undefined && isIPv4(ipv4)) return ipv4;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return 'unknown';
  // URL writes it in the one canonical form of RFC 5952, without dots or leading zeros.
  const [head = '', tail] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split('::');
  const groups = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array<string>(8 - groups.length - last.length).fill('0');
  return `${[...groups, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
