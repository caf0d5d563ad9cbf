import { z } from 'zod';
import type { EventType } from './events/events.ts';

/** Life of an access token, in seconds; a revocation need not be stored longer. */
export const accessTokenSeconds = 15 * 60;

/**
 * Access tokens that are revoked before they expire: those of ended sessions (claim `sid`), and those of
 * a user signed before the user's present generation (claim `gen`), which a suspension or a change of
 * roles raises. The response of the user subgraph at `GET /revocations` covers one life of a token.
 */
export const revocations = z.object({
  sessionIds: z.array(z.string()),
  generations: z.array(z.object({ userId: z.string(), generation: z.number().int() })),
});
export type Revocations = z.infer<typeof revocations>;

/** The events that revoke access tokens; every gateway subscribes to all of them. */
export const revokingEvents = [
  'user.sessions_revoked.v1',
  'user.roles_changed.v1',
  'user.suspended.v1',
] as const satisfies readonly EventType[];
