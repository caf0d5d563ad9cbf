import ipaddr from 'ipaddr.js';

/** Some proxies report IPv4 addresses with a port. */
const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/;

/**
 * Returns the network that requests from an address are counted by: an IPv4 address, or the /64 of an
 * IPv6 address, which is what one subscriber is assigned (RFC 6177). `unknown` for anything else.
 */
export function networkOf(address: string | undefined): string {
  const bare = address?.replace(withPort, '$1') ?? '';
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return bare;
  if (!ipaddr.IPv6.isValid(bare)) return 'unknown';
  const ip = ipaddr.IPv6.parse(bare);
  if (ip.isIPv4MappedAddress()) return ip.toIPv4Address().toString();
  const prefix = ip.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}
