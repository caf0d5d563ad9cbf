import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { registerCustomer, request } from './client.ts';
import { LoginDocument } from './generated/graphql.ts';

describe.runIf(hasBrowser)('accounts in the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('administrators find an account, set its roles, suspend and reinstate it; staff see no accounts', async () => {
    const { id, email } = await registerCustomer();
    const signIn = async () => {
      const { data } = await request(LoginDocument, {
        input: { email, password: 'correct horse' },
      });
      return data?.login?.userErrors.map(({ code }) => code);
    };
    const staff = await openPage(`/back-office/users/${id}`);
    await signInToOffice(staff);
    await staff.getByRole('heading', { name: 'This page does not exist' }).waitFor();
    expect(await staff.getByRole('link', { name: 'Accounts' }).count()).toBe(0);

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
    await inspect(page, 'office-user-phone');
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
