import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import type { Locator, Page } from 'playwright-core';

/** Signs in with a demonstration account, on the English page for it, which any address of the back office shows. */
export async function signInToOffice(
  page: Page,
  account: keyof typeof demoAccounts = 'staff',
): Promise<void> {
  await page.getByLabel('E-mail address').fill(demoAccounts[account].email);
  await page.getByLabel('Password').fill(demoPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** Opens a form by its title. Returns what has its fields and its button. */
export async function openAction(page: Page, title: string): Promise<Locator> {
  const summary = page.locator('summary').getByText(title, { exact: true });
  await summary.click();
  return page.locator('details').filter({ has: summary });
}
