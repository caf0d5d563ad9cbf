import { z } from 'zod';
import { refuse } from './refusal.ts';

/** The field `expectedVersion` of an input. */
export const expectedVersionField = z.number().int().nullish();

/** Refuses VERSION_CONFLICT when the caller has seen another version than there is. */
export function expectVersion(
  { version }: { readonly version: number },
  expected: number | null | undefined,
): void {
  if (expected == null || expected === version) return;
  refuse('VERSION_CONFLICT', `It has version ${version} now.`, ['expectedVersion']);
}
