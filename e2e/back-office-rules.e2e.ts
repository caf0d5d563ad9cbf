import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { newKey } from './shopping.ts';

// Rules for places that no other test ships to.
describe.runIf(hasBrowser)('shipping and taxes in the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('staff add a zone with a method and rates, edit it, move it before another and remove it', async () => {
    const name = `Zone ${newKey().slice(0, 8)}`;
    const page = await openPage('/back-office/shipping');
    await signInToOffice(page);
    await page.getByRole('region', { name: 'Worldwide' }).waitFor();
    const add = await openAction(page, 'Add a zone');
    await add.getByLabel(/^Name of the zone/).fill(name);
    await add.getByLabel(/^Codes of countries/).fill('xx');
    await add.getByRole('button').click();
    const countries = add.getByLabel(/^Codes of countries/);
    await expect.poll(() => countries.getAttribute('aria-invalid')).toBe('true');
    await countries.fill('aq');
    await add.getByLabel(/^Postal codes/).fill('20-22, 30');
    await add.getByRole('button').click();
    const zone = page.getByRole('region', { name });
    await zone.getByText('AQ · 20-22, 30').waitFor();

    const open = async (title: string) => {
      const summary = page.locator('summary').getByText(title, { exact: true });
      const details = zone.locator('details').filter({ has: summary });
      await details.locator('summary').click();
      return details;
    };
    const method = await open('Add a method');
    await method.getByLabel(/^Code/).fill('sledge');
    await method.getByLabel('Name that customers read').fill('Sledge');
    await method.getByLabel('Price', { exact: true }).fill('4,90');
    await method.getByLabel('Days until delivery, at least').fill('9');
    await method.getByLabel('Days until delivery, at most').fill('2');
    await method.getByRole('button').click();
    const days = method.getByLabel('Days until delivery, at most');
    await expect.poll(() => days.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'office-shipping');
    await days.fill('12');
    await method.getByRole('button').click();
    await zone.getByText('sledge, 9–12 days').waitFor();
    const rate = await open('Add a rate');
    await rate.getByLabel('Price', { exact: true }).fill('9.90');
    await rate.getByLabel(/^Up to this weight/).fill('2000');
    await rate.getByRole('button').click();
    await zone.getByText('€9.90 up to 2000 g').waitFor();
    await page.setViewportSize(phone);
    await inspect(page, 'office-shipping-rates');
    await (await open('Move before the zone above')).getByRole('button').click();
    const zones = async () => page.getByRole('heading', { level: 2 }).allTextContents();
    await expect.poll(async () => (await zones()).at(-1)).toBe('Worldwide');
    await (await open('Remove the zone')).getByRole('button').click();
    await zone.waitFor({ state: 'detached' });
  });

  it('staff add a tax rate, find it by its place, edit it and remove it', async () => {
    const tax = `T${newKey().slice(0, 8)}`;
    const page = await openPage('/back-office/taxes');
    await signInToOffice(page);
    await page.getByText('Prices include taxes. They are rounded for each line.').waitFor();
    const add = await openAction(page, 'Add a tax rate');
    await add.getByLabel('Name of the tax').fill(tax);
    await add.getByLabel(/^Code of the country/).fill('aq');
    await add.getByLabel('Rate in percent').fill('101');
    await add.getByRole('button').click();
    const percent = add.getByLabel('Rate in percent');
    await expect.poll(() => percent.getAttribute('aria-invalid')).toBe('true');
    await inspect(page, 'office-taxes');
    await percent.fill('7,5');
    await add.getByRole('button').click();
    await add.locator('form').waitFor({ state: 'detached' });
    await page.getByRole('searchbox').fill(tax);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(new RegExp(`q=${tax}$`));
    await page.getByText('1 tax rate', { exact: true }).waitFor();
    const row = page.getByRole('row').filter({ hasText: tax });
    await row.getByText('7.5 %').waitFor();
    await row.locator('summary').getByText('Edit', { exact: true }).click();
    await row.getByLabel('Rate in percent').fill('8');
    await row.getByRole('button', { name: 'Edit' }).click();
    await row.getByText('8 %', { exact: true }).waitFor();
    await page.setViewportSize(phone);
    await inspect(page, 'office-taxes-found');
    await row.locator('summary').getByText('Remove the tax rate').click();
    await row.getByRole('button', { name: 'Remove the tax rate' }).click();
    await page.getByText('0 tax rates', { exact: true }).waitFor();
  });
});
