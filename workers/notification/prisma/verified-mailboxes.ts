import { mailboxOf, type VerifiedMailboxes } from '../domain/mail-limit.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** The verified mailboxes on Prisma. */
export const createVerifiedMailboxes = (prisma: PrismaClient): VerifiedMailboxes => ({
  async add(address) {
    const data = [{ mailbox: mailboxOf(address) }];
    await prisma.verifiedMailbox.createMany({ data, skipDuplicates: true });
  },
});
