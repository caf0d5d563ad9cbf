import { demoAccounts, demoPassword } from '@shop/schema/demo-accounts';
import { hasBrowser } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { addProduct, newKey } from './shopping.ts';

describe.runIf(hasBrowser)('promotions and vouchers in the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop, locale = 'en-GB'): Promise<Page> => {
    const page = await (await openContext({ viewport, locale })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };
  const stateOf = (page: Page, state: string) =>
    page.getByRole('status').filter({ hasText: new RegExp(`^${state}$`) });

  it('staff create a promotion, correct what is refused, edit, end, resume and remove it', async () => {
    const { variants } = await addProduct(5, ['10.00']);
    const [code, sku = ''] = [`p-${newKey().slice(0, 8)}`, variants[0]?.sku];
    const page = await openPage('/back-office/promotions');
    await signInToOffice(page);
    await page.getByRole('link', { name: 'Create a promotion' }).click();
    const send = page.getByRole('button', { name: 'Create a promotion' });
    await page.getByLabel(/^Code/).fill('Not a code');
    await page.getByLabel('Name that customers read').fill(`Sale ${code}`);
    await page.getByRole('radio', { name: 'An amount' }).check();
    await page.getByLabel('Amount off').fill('2,50');
    await page.getByLabel(/^Only these variants/).fill(`${sku}, NO-${sku}`);
    await page.getByLabel('Starts').fill('2026-01-02T10:00');
    await page.getByLabel('Ends').fill('2026-01-01T10:00');
    await inspect(page, 'office-promotion-new');
    await send.click();
    await page.getByText(`“NO-${sku}” does not exist.`).waitFor();
    await page.getByLabel(/^Only these variants/).fill(sku);
    await send.click();
    const isInvalid = (label: string | RegExp) =>
      page.getByLabel(label).getAttribute('aria-invalid');
    await expect.poll(() => isInvalid(/^Code/)).toBe('true');
    await page.getByLabel(/^Code/).fill(code);
    await send.click();
    await expect.poll(() => isInvalid('Ends')).toBe('true');
    await page.getByLabel('Ends').fill('');
    await page.getByLabel('Ends').press('Enter');
    await page.getByRole('heading', { name: `Sale ${code}` }).waitFor();
    await stateOf(page, 'Running').waitFor();

    const edit = await openAction(page, 'Edit');
    expect(await edit.getByLabel(/^Only these variants/).inputValue()).toBe(sku);
    expect(await edit.getByLabel('Amount off').inputValue()).toBe('2.50');
    await edit.getByRole('radio', { name: 'Cheaper units' }).check();
    await edit.getByLabel('Units to buy').fill('2');
    await edit.getByLabel('Units that are cheaper').fill('1');
    await inspect(page, 'office-promotion-edit');
    await edit.getByRole('button', { name: 'Edit' }).click();
    await page.getByText('100 % of 1 with 2 bought').waitFor();
    await (await openAction(page, 'End now')).getByRole('button').click();
    await stateOf(page, 'Ended').waitFor();
    await (await openAction(page, 'Run again')).getByRole('button').click();
    await stateOf(page, 'Running').waitFor();
    await page.setViewportSize(phone);
    await inspect(page, 'office-promotion');
    await (await openAction(page, 'Remove the promotion')).getByRole('button').click();
    await expect.poll(() => page.url()).toMatch(/\/promotions$/);
    await page.getByRole('searchbox').fill(code);
    await page.keyboard.press('Enter');
    await page.getByText('0 promotions', { exact: true }).waitFor();
  });

  it('staff create vouchers of a promotion, find one, limit it and disable it', async () => {
    const code = `v-${newKey().slice(0, 8)}`;
    const page = await openPage('/back-office/promotions/new');
    await signInToOffice(page);
    await page.getByLabel(/^Code/).fill(code);
    await page.getByLabel('Name that customers read').fill(`Codes ${code}`);
    await page.getByLabel('Percentage off').fill('10');
    await page.getByLabel('Only with a voucher code').selectOption('Yes');
    await page.getByRole('button', { name: 'Create a promotion' }).click();
    const create = await openAction(page, 'Create vouchers');
    await create.getByRole('radio', { name: 'Chosen' }).check();
    await create.getByLabel(/^Codes, separated/).fill('a');
    await create.getByRole('button').click();
    await expect
      .poll(() => create.getByLabel(/^Codes, separated/).getAttribute('aria-invalid'))
      .toBe('true');
    await create.getByRole('radio', { name: 'Generated' }).check();
    await create.getByLabel('Number of vouchers').fill('21');
    const prefix = `E${newKey().slice(0, 6).toUpperCase()}`;
    await create.getByLabel('Beginning of the codes').fill(prefix);
    await create.getByRole('button').click();

    await page.getByText('21 vouchers').waitFor();
    await expect.poll(() => page.url()).toMatch(new RegExp(`/vouchers\\?promotion=${code}$`));
    await inspect(page, 'office-vouchers');
    const rows = page.getByRole('rowheader');
    expect(await rows.count()).toBe(20);
    await page.getByRole('link', { name: 'Next page' }).click();
    await expect.poll(() => rows.count()).toBe(1);
    const voucher = (await rows.first().textContent())?.replace(code, '') ?? '';
    expect(voucher).toMatch(new RegExp(`^${prefix}`));
    await page.getByRole('searchbox').fill(voucher);
    await page.keyboard.press('Enter');
    await page.getByText('1 voucher', { exact: true }).waitFor();
    const row = page.getByRole('row').filter({ hasText: voucher });
    const limit = await openAction(page, 'Change the limit');
    await limit.getByLabel('Orders that may have each code').fill('3');
    await limit.getByRole('button').click();
    await row.getByText('0 / 3').waitFor();
    await (await openAction(page, 'Disable')).getByRole('button').click();
    await row.getByText('Disabled', { exact: true }).waitFor();
    await page.setViewportSize(phone);
    await inspect(page, 'office-voucher-disabled');
    await (await openAction(page, 'Enable')).getByRole('button').click();
    await row.getByText('Usable').waitFor();
  });

  it('the list of promotions is searched and filtered by its URL, in German too', async () => {
    const page = await openPage('/back-office/promotions?q=welcome', desktop, 'de-DE');
    await page.getByLabel('E-Mail-Adresse').fill(demoAccounts.staff.email);
    await page.getByLabel('Passwort').fill(demoPassword);
    await page.getByRole('button', { name: 'Anmelden' }).click();
    await page.getByText('1 Aktion', { exact: true }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Enter');
    await page.getByLabel('Zustand').selectOption({ label: 'Läuft' });
    await expect.poll(() => page.url()).toMatch(/\?state=running$/);
    await page.getByRole('link', { name: '5 % off large orders' }).waitFor();
    await inspect(page, 'office-promotions');
    await page.getByLabel('Zustand').selectOption({ label: 'Geplant' });
    await page.getByText('0 Aktionen', { exact: true }).waitFor();
  });

  it('a filter that is chosen before the page shows the last search keeps that search', async () => {
    const page = await openPage('/back-office/promotions?q=welcome');
    await signInToOffice(page);
    await page.getByText('1 promotion', { exact: true }).waitFor();
    await page.evaluate(`{
      const form = document.querySelector('search form');
      form.elements.q.value = 'large';
      form.requestSubmit();
      const select = document.querySelector('.filter select');
      select.value = 'running';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }`);
    await expect.poll(() => page.url()).toMatch(/\?q=large&state=running$/);
    await page.getByRole('link', { name: '5 % off large orders' }).waitFor();
  });

  it('a search keeps the focus, and shows the words of the URL when it changes', async () => {
    const page = await openPage('/back-office/promotions');
    await signInToOffice(page);
    const words = page.getByRole('searchbox');
    await words.fill(' welcome');
    await page.keyboard.press('Enter');
    await page.getByText('1 promotion', { exact: true }).waitFor();
    await expect.poll(() => words.inputValue()).toBe('welcome');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.goBack();
    await expect.poll(() => words.inputValue()).toBe('');
  });
});
