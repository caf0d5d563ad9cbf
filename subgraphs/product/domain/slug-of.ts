import { refuse } from '@shop/domain';

/** `Crème Brûlée Set` -> `creme-brulee-set`. Refuses a name that leaves nothing. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const made = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 120)
    .replace(/^-|-$/g, '');
  return made || refuse('INVALID_VALUE', 'is needed for this name', ['slug']);
}
