import type { CategoryStore } from '../domain/ports.ts';
import type { Database } from './client.ts';

/** The category store on Prisma. */
export const createCategoryStore = (database: Database): CategoryStore => ({
  all: () => database.category.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
});
