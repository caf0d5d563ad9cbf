import { createHash } from 'node:crypto';
import { problemOf } from './errors.ts';
import type { Parameter } from './operation-parameters.ts';

/** Whether an operation can refuse to change another version than the client has seen. */
export const isVersioned = (parameters: readonly Parameter[]): boolean =>
  parameters.some(({ key }) => key === 'expectedVersion');

/** Returns the entity tag of a body: its version, if any, and a hash of what a version does not cover. */
export function entityTagOf(body: Readonly<Record<string, unknown>>): string {
  const { version } = body;
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 16);
  return typeof version === 'number' ? `"${version}.${hash}"` : `"${hash}"`;
}

/**
 * Whether `If-None-Match` names this entity tag. Express decides otherwise for requests with `Cache-Control: no-cache`,
 * which `fetch` adds to all that have a condition.
 */
export const isKnown = (header: string | undefined, tag: string): boolean =>
  (header ?? '').split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')));

/** Proxies that compress weaken tags; the version is as exact in those. */
const oneTag = /^(?:W\/)?"(\d{1,9})(?:\.[\w-]{16})?"$/;
const anyTags = /^(?:(?:W\/)?"[^"]*"(?:\s*,\s*(?!$)|$))+$/;

/**
 * Returns the version that `If-Match` demands: that of an entity tag of this API, or of `"<version>"`. Any version
 * (`*`) is `undefined`. Other tags match nothing: 412.
 */
export function versionOf(header: string): number | undefined {
  const text = header.trim();
  if (text === '*') return undefined;
  const version = oneTag.exec(text)?.[1];
  if (version !== undefined) return Number(version);
  if (!anyTags.test(text)) {
    throw problemOf('BAD_USER_INPUT', 'If-Match must be an entity tag, for example "3".');
  }
  throw problemOf('BAD_USER_INPUT', 'If-Match must be one entity tag of this API.', {
    status: 412,
  });
}
