import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { registerCustomer, request } from './client.ts';
import { LoginDocument } from './generated/graphql.ts';

describe.runIf(hasBrowser)('accounts in the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop, locale = 'en-GB'): Promise<Page> => {
    const page = await (await openContext({ viewport, locale })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('staff find a customer, set their groups and exempt them from taxes, and see no roles to set and nothing to suspend', async () => {
    const { email } = await registerCustomer();
    const page = await openPage('/back-office/users');
    await signInToOffice(page);
    await page.getByRole('heading', { name: 'Accounts' }).waitFor();
    await page.getByRole('searchbox').fill(email);
    await page.keyboard.press('Enter');
    await page.getByText('1 account', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Nel' }).click();
    const pricing = page.getByRole('region', { name: 'Prices' });
    await pricing.getByText('Customer groups: none').waitFor();
    for (const title of ['Set roles', 'Suspend'])
      expect(await page.getByText(title, { exact: true }).count()).toBe(0);

    const groups = await openAction(page, 'Set customer groups');
    const names = groups.getByRole('textbox');
    await names.fill('Big Customers');
    await groups.getByRole('button').click();
    await expect.poll(() => names.getAttribute('aria-invalid')).toBe('true');
    await names.fill('wholesale, friends');
    await groups.getByRole('button').click();
    await pricing.getByText('Customer groups: friends, wholesale').waitFor();

    const exempt = await openAction(page, 'Exempt from taxes');
    await exempt.getByRole('textbox').fill('DE123456789');
    await inspect(page, 'office-customer');
    await exempt.getByRole('button').click();
    await pricing.getByText('Exempt from taxes: DE123456789').waitFor();
    await pricing.getByText('Stan Staff').waitFor();
    await page.reload();
    await pricing.getByText('Customer groups: friends, wholesale').waitFor();
    await pricing.getByText('Exempt from taxes: DE123456789').waitFor();
    await (await openAction(page, 'End the exemption')).getByRole('button').click();
    await pricing.getByText('Pays taxes.').waitFor();
  });

  it('refusals of customer groups are in German', async () => {
    const { id } = await registerCustomer();
    const page = await openPage(`/back-office/users/${id}`, phone, 'de-DE');
    await page.getByLabel('E-Mail-Adresse').fill(demoAccounts.staff.email);
    await page.getByLabel('Passwort').fill(demoPassword);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('Kundengruppen: keine').waitFor();
    const groups = await openAction(page, 'Kundengruppen festlegen');
    await groups.getByRole('textbox').fill('Stammkunden');
    await groups.getByRole('button').click();
    await groups.getByText('Diese Angabe hat nicht die richtige Form.').waitFor();
    await inspect(page, 'office-customer-german');
  });

  it('administrators find an account, set its roles, suspend and reinstate it', async () => {
    const { email } = await registerCustomer();
    const signIn = async () => {
      const { data } = await request(LoginDocument, {
        input: { email, password: 'correct horse' },
      });
      return data?.login?.userErrors.map(({ code }) => code);
    };
    const page = await openPage('/back-office/users');
    await signInToOffice(page, 'admin');
    await page.getByLabel('Role').selectOption({ label: 'Customer' });
    await expect.poll(() => page.url()).toMatch(/\?role=CUSTOMER$/);
    await page.getByRole('searchbox').fill(email);
    await page.keyboard.press('Enter');
    await page.getByText('1 account', { exact: true }).waitFor();
    await inspect(page, 'office-users');
    await page.getByRole('link', { name: 'Nel' }).click();
    await page.getByRole('status').filter({ hasText: 'Active' }).waitFor();
    const roles = await openAction(page, 'Set roles');
    await roles.getByLabel('Roles').selectOption({ label: 'Customer, Staff' });
    await roles.getByRole('button').click();
    await page.getByRole('region', { name: 'Status' }).getByText('Customer, Staff').waitFor();
    const suspend = await openAction(page, 'Suspend');
    await suspend.getByLabel('Reason').fill('left the shop');
    await page.setViewportSize(phone);
    await inspect(page, 'office-user');
    await suspend.getByRole('button').click();
    await page.getByRole('status').filter({ hasText: 'Suspended' }).waitFor();
    expect(await signIn()).toEqual(['ACCOUNT_SUSPENDED']);
    await (await openAction(page, 'Reinstate')).getByRole('button').click();
    await page.getByRole('status').filter({ hasText: 'Active' }).waitFor();
    expect(await signIn()).toEqual([]);
  });

  it('administrators cannot suspend themselves', async () => {
    const page = await openPage('/back-office/users?q=admin@shop.example');
    await signInToOffice(page, 'admin');
    await page.getByRole('link', { name: 'Ada Admin' }).click();
    const suspend = await openAction(page, 'Suspend');
    await suspend.getByLabel('Reason').fill('tired');
    await suspend.getByRole('button').click();
    await suspend.locator('.refusal:not(:empty)').first().waitFor();
    await page.getByRole('status').filter({ hasText: 'Active' }).waitFor();
  });
});
