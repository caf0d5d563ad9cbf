import { shortText, validate } from '@shop/domain';
import { roles } from '@shop/schema';
import { z } from 'zod';
import type { UserFilter } from './ports.ts';

const usersInput = z.object({
  filter: z
    .object({
      search: shortText(100).nullish(),
      status: z.enum(['ACTIVE', 'SUSPENDED']).nullish(),
      role: z.enum(roles).nullish(),
    })
    .nullish(),
});

/** Parses the filter of a list of users. Refuses INVALID_VALUE. */
export function parseUserFilter(input: z.input<typeof usersInput>): UserFilter {
  const { search, status, role } = validate(usersInput, input).filter ?? {};
  return { search: search ?? undefined, status: status ?? undefined, role: role ?? undefined };
}
