import ipaddr from 'ipaddr.js';
import { z } from 'zod';

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

/** The block of IPv6 from which public addresses are assigned (RFC 4291). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is a public unicast address: not private, loopback, link-local, shared (RFC 6598), multicast,
 * reserved, or one of IPv6 that stands for an address of IPv4.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  if (ip.range() !== 'unicast') return false;
  return ip.kind() === 'ipv4' || ip.match(globalUnicast);
}

/** A range of addresses. */
export type Network = ReturnType<typeof ipaddr.parseCIDR>;

/** Networks as `10.1.0.0/16, fd00::/8`. */
export const networksField = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine(
    (parts) => parts.every((part) => ipaddr.isValidCIDR(part)),
    'must be networks in CIDR notation, separated by commas',
  )
  .transform((parts) => parts.map((part) => ipaddr.parseCIDR(part)));

/** Whether an address belongs to one of the networks. */
export function isWithin(networks: readonly Network[], address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.parse(address);
  return networks.some(([base, bits]) => ip.kind() === base.kind() && ip.match([base, bits]));
}
