import type { Shop } from '@shop/testing/shop';
import { inject } from 'vitest';

const response = await fetch(inject('shopUrl'));
const text = await response.text();
if (!response.ok) throw new Error(text);

/** The shop of all tests of a project. It starts when a file of them first imports this. */
export const shop = JSON.parse(text) as Shop;
