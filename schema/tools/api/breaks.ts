import { buildSchema, findBreakingChanges } from 'graphql';

/**
 * Returns the changes between two SDLs that break clients, a line each. Those that are approved, by their
 * description, are left out.
 */
export const apiBreaks = (
  released: string,
  current: string,
  approved: readonly string[] = [],
): string[] =>
  findBreakingChanges(buildSchema(released), buildSchema(current))
    .filter(({ description }) => !approved.includes(description))
    .map(({ type, description }) => `${type}: ${description}`);
