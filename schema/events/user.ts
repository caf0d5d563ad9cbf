// A shipped version is frozen: it may gain an optional field and nothing else. For every other change add the
// next version beside it (`user.registered.v2`) with its example in `examples/`, publish both until every subscriber
// has moved to the new one, then run `npm run events:docs` and `npm run events:release`.

import { emailSyntax } from '@shop/domain';
import { z } from 'zod';
import { roles } from '../claims.ts';

/** A request for an e-mail with a secret link to `email`. The token is encrypted: see sealed-token.ts. */
const mailToken = z.object({
  userId: z.uuid(),
  email: emailSyntax,
  displayName: z.string(),
  sealedToken: z.string().min(1),
  expiresAt: z.iso.datetime(),
});

/** Access tokens of this user with a smaller `gen` claim are invalid from now on. */
const generation = z.number().int().positive();

export const sessionEndings = [
  'LOGOUT',
  'LOGOUT_EVERYWHERE',
  'REVOKED',
  'PASSWORD_CHANGED',
  'TOKEN_REUSED',
  'TOO_MANY',
] as const;

export const userEvents = {
  'user.registered.v1': z.object({
    userId: z.uuid(),
    email: emailSyntax,
    displayName: z.string(),
  }),
  'user.email_verification_requested.v1': mailToken,
  'user.password_reset_requested.v1': mailToken,
  /** `email` is the new address, which the account does not have yet. */
  'user.email_change_requested.v1': mailToken,
  'user.email_verified.v1': z.object({ userId: z.uuid(), email: emailSyntax }),
  /** `email` is the new address, for which `user.email_verified.v1` is published too. */
  'user.email_changed.v1': z.object({
    userId: z.uuid(),
    email: emailSyntax,
    previousEmail: emailSyntax,
  }),
  'user.sessions_revoked.v1': z.object({
    userId: z.uuid(),
    sessionIds: z.array(z.uuid()).min(1),
    reason: z.enum(sessionEndings),
  }),
  'user.password_changed.v1': z.object({
    userId: z.uuid(),
    email: emailSyntax,
    /** RESET: with a link from an e-mail. CHANGE: with the current password. */
    by: z.enum(['CHANGE', 'RESET']),
  }),
  /** `email` is the address that the account had. */
  'user.deleted.v1': z.object({ userId: z.uuid(), email: emailSyntax }),
  'user.roles_changed.v1': z.object({
    userId: z.uuid(),
    /** Absent in events of before 0.1. */
    email: emailSyntax.optional(),
    roles: z.array(z.enum(roles)).min(1),
    generation,
  }),
  'user.suspended.v1': z.object({ userId: z.uuid(), reason: z.string(), generation }),
  'user.reinstated.v1': z.object({ userId: z.uuid() }),
};
