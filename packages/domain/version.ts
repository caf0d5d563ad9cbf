import { z } from 'zod';
import { refuse } from './refusal.ts';

/** The field `expectedVersion` of an input. */
export const expectedVersionField = z.number().int().nullish();

/** Refuses VERSION_CONFLICT when the client expects another version. */
export function assertVersion(
  { version }: { readonly version: number },
  expected: number | null | undefined,
): void {
  if (expected == null || expected === version) return;
  refuse('VERSION_CONFLICT', `The current version is ${version}.`, ['expectedVersion'], {
    type: 'VERSION',
    currentVersion: version,
  });
}
