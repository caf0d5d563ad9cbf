import { refuse } from '@shop/domain';
import { Prisma } from '../generated/prisma/client.ts';

/** A unique index is the last word on who has a slug or a SKU. */
export function refuseTaken(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
    const broken = JSON.stringify(error.meta);
    if (broken.includes('sku'))
      refuse('SKU_TAKEN', 'A SKU belongs to another variant.', ['variants']);
    if (broken.includes('slug')) refuse('SLUG_TAKEN', 'The slug is taken.', ['slug']);
  }
  throw error;
}
