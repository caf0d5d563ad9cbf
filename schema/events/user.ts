import { z } from 'zod';

export const userEvents = {
  'user.registered.v1': z.object({
    userId: z.uuid(),
    email: z.email(),
    displayName: z.string(),
  }),
};
