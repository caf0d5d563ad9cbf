import { refuse, slugify } from '@shop/domain';

/** `Crème Brûlée Set` -> `creme-brulee-set`, at most 120 characters. Refuses a name that leaves nothing. */
export function slugOf(name: string): string {
  const slug = slugify(name).slice(0, 120).replace(/-$/, '');
  return slug || refuse('INVALID_VALUE', 'is needed for this name', ['slug']);
}
