import { constraint, refuse, slugify } from '@shop/domain';

const maxLength = 120;

/**
 * Returns `creme-brulee-set` for `Crème Brûlée Set`, at most 120 characters. Refuses INVALID_VALUE for a name
 * that results in an empty slug.
 */
export function slugOf(name: string): string {
  const slug = shortened(slugify(name), maxLength);
  return (
    slug ||
    refuse(
      'INVALID_VALUE',
      'The slug is required, as the name results in none.',
      ['slug'],
      constraint('REQUIRED'),
    )
  );
}

const shortened = (slug: string, length: number): string => slug.slice(0, length).replace(/-$/, '');

/** Returns the slugs to try for a name in turn, `count` from the n-th on: `tee`, `tee-2`, `tee-3`. */
export const slugsOf = (name: string, first: number, count: number): string[] => {
  const slug = slugOf(name);
  return Array.from({ length: count }, (_, index) => {
    const suffix = first + index > 1 ? `-${first + index}` : '';
    return `${shortened(slug, maxLength - suffix.length)}${suffix}`;
  });
};
