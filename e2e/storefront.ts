import type { Page } from 'playwright-core';

/** Puts the shown product into the cart, which opens. */
export async function addToCart(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('button', { name: 'One more' }).waitFor();
}

/** Of accounts that `register` opens. */
export const password = 'correct horse battery staple';
export const newAddress = () => `nel-${crypto.randomUUID()}@shop.example`;

/** Opens an account on the English page for it. Returns its e-mail address. */
export async function register(page: Page, email = newAddress()): Promise<string> {
  await page.getByLabel('Name').fill('Nel');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.getByRole('heading', { name: 'My orders' }).waitFor();
  return email;
}

/** Signs in with an account of `register`, on the English page for it. */
export async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'My orders' }).waitFor();
}

/** Fills the address of the English checkout or address book. */
export async function fillAddress(
  page: Page,
  { postalCode = '20459', recipient = 'Nel Dahl' } = {},
): Promise<void> {
  await page.getByLabel('Recipient').fill(recipient);
  await page.getByLabel('Street and number').fill('Deichstraße 1');
  await page.getByLabel('Postal code').fill(postalCode);
  await page.getByLabel('City').fill('Hamburg');
}

/** Goes from the open cart to the checkout and fills it; a guest has an e-mail address. */
export async function fillCheckout(page: Page, email?: string): Promise<void> {
  await page.getByRole('button', { name: 'Checkout' }).click();
  if (email) await page.getByLabel('E-mail address').fill(email);
  await fillAddress(page);
}

/** Places the order of a filled checkout. Returns its number, once stock is reserved. */
export async function ordered(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Place order' }).click();
  await page.getByText('Reserved, waiting for payment').waitFor();
  return page.url().split('/').at(-1) ?? '';
}

/** Opens the page of a product and orders a unit: as a guest with this address, or signed in. Returns the number of the order. */
export async function orderUnit(page: Page, productUrl: string, email?: string): Promise<string> {
  await page.goto(productUrl);
  await addToCart(page);
  await fillCheckout(page, email);
  return ordered(page);
}

export const mugPath = '/shop/products/stoneware-mug';

/** Orders two units of a product, whose page is open, as a guest. Returns the number of the order, whose page is open then. */
export async function orderTwoUnits(page: Page): Promise<string> {
  await addToCart(page);
  await page.getByRole('button', { name: 'One more' }).click();
  await page.getByRole('status').filter({ hasText: '2' }).waitFor();
  await fillCheckout(page, 'nel@shop.example');
  return ordered(page);
}
