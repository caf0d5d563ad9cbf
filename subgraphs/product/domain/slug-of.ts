import { refuse, slugify } from '@shop/domain';

/**
 * Returns `creme-brulee-set` for `Crème Brûlée Set`, at most 120 characters. Refuses INVALID_VALUE for a name
 * that results in an empty slug.
 */
export function slugOf(name: string): string {
  const slug = slugify(name).slice(0, 120).replace(/-$/, '');
  return (
    slug || refuse('INVALID_VALUE', 'The slug is required, as the name results in none.', ['slug'])
  );
}
