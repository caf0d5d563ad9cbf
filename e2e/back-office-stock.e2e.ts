import { hasBrowser, until } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { queue, readDeadLetters, useInvalid } from './dead-lettering.ts';
import { addProduct } from './shopping.ts';

describe.runIf(hasBrowser)('stock and dead letters in the back office', () => {
  const openContext = useBrowser();
  const openPage = async (path: string, viewport = desktop): Promise<Page> => {
    const page = await (await openContext({ viewport, locale: 'en-GB' })).newPage();
    await page.goto(pageUrl(path));
    return page;
  };

  it('staff find low stock, receive units, correct the count and set the limit, and the ledger has each change', async () => {
    const { variants } = await addProduct(3, ['10.00']);
    const sku = variants[0]?.sku ?? '';
    const page = await openPage('/back-office/stock');
    await signInToOffice(page);
    await page.getByRole('searchbox').fill(sku);
    await page.keyboard.press('Enter');
    await page.getByText('1 variant', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Low stock' }).check();
    await expect.poll(() => page.url()).toMatch(new RegExp(`\\?q=${sku}&only=low$`));
    await page.getByRole('cell', { name: 'Low stock' }).waitFor();
    await inspect(page, 'office-stock');
    await page.getByRole('link', { name: sku }).click();
    const available = page.getByRole('status').filter({ hasText: 'Available' });
    await expect.poll(() => available.textContent()).toBe('Available: 3');

    const receive = await openAction(page, 'Receive units');
    await receive.getByLabel('Units').fill('10');
    await receive.getByLabel('Reason for the ledger').fill('delivery 7');
    await receive.getByRole('button').click();
    await expect.poll(() => available.textContent()).toBe('Available: 13');
    const adjust = await openAction(page, 'Correct the count');
    await adjust.getByLabel(/^Change of the units on hand/).fill('-14');
    await adjust.getByLabel('Reason for the ledger').fill('water damage');
    await adjust.getByRole('button').click();
    await adjust.locator('.refusal:not(:empty)').first().waitFor();
    await inspect(page, 'office-stock-refusal');
    await adjust.getByLabel(/^Change of the units on hand/).fill('-2');
    await adjust.getByRole('button').click();
    await expect.poll(() => available.textContent()).toBe('Available: 11');
    const limit = await openAction(page, 'Change the limit of low stock');
    await limit.getByLabel('Low at this number').fill('20');
    await limit.getByRole('button').click();
    await page.getByText('Low at 20 available units and below').waitFor();

    const rows = page.getByRole('table').getByRole('row');
    const cells = async () => (await rows.allTextContents()).slice(1);
    expect((await cells()).map((row) => row.replace(/[A-Z][a-z]{2} \d+, .*[AP]M/, ' '))).toEqual([
      'Corrected -20water damage Stan Staff',
      'Received +100delivery 7 Stan Staff',
      'Received +30delivery Stan Staff',
    ]);
    await page.setViewportSize(phone);
    await inspect(page, 'office-stock-page');
  });

  it('administrators send a dead letter again and delete it; staff see no dead letters', async () => {
    const [id = ''] = await useInvalid(1);
    const read = async () => (await readDeadLetters()).find((deadLetter) => deadLetter.id === id);
    const failedAt = (await read())?.failedAt ?? '';
    const staff = await openPage('/back-office/dead-letters');
    await signInToOffice(staff);
    await staff.getByRole('heading', { name: 'This page does not exist' }).waitFor();
    await inspect(staff, 'office-not-found');
    await staff.getByRole('link', { name: 'Stock' }).waitFor();
    expect(await staff.getByRole('link', { name: 'Dead letters' }).count()).toBe(0);

    const page = await openPage(`/back-office/dead-letters?q=${queue}`, phone);
    await signInToOffice(page, 'admin');
    await page.getByRole('link', { name: 'Dead letters' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: id });
    await row.getByText(/not an event envelope/).waitFor();
    await inspect(page, 'office-dead-letters-one');
    await row.locator('summary').getByText('Send again').click();
    await row.getByRole('button', { name: 'Send again' }).click();
    await until('the event to be dead-lettered again', async () => {
      const again = await read();
      return again && again.failedAt > failedAt;
    });
    await page.reload();
    await row.locator('summary').getByText('Delete').click();
    await row.getByRole('button', { name: 'Delete' }).click();
    await row.waitFor({ state: 'detached' });
    expect(await read()).toBeUndefined();
  });

  it('the pages of dead letters lead to each of them, forward and back, and are in the URL', async () => {
    const ids = await useInvalid(45);
    const page = await openPage(`/back-office/dead-letters?q=${queue}`);
    await signInToOffice(page, 'admin');
    const rows = page.locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(20);
    await inspect(page, 'office-dead-letters');
    const pages = [await rows.allTextContents()];
    const next = page.getByRole('link', { name: 'Next page' });
    while ((await next.count()) > 0) {
      await next.click();
      await expect.poll(() => rows.allTextContents()).not.toEqual(pages.at(-1));
      pages.push(await rows.allTextContents());
    }
    const seen = pages.flat();
    const timesSeen = ids.map((id) => seen.filter((row) => row.includes(id)).length);
    expect(timesSeen).toEqual(ids.map(() => 1));
    await page.reload();
    await expect.poll(() => rows.allTextContents()).toEqual(pages.at(-1));
    await page.getByRole('link', { name: 'Previous page' }).click();
    await expect.poll(() => rows.allTextContents()).toEqual(pages.at(-2));
    expect(page.url()).toContain('&before=');
    await page.getByRole('link', { name: 'First page' }).click();
    await expect.poll(() => rows.allTextContents()).toEqual(pages[0]);
  });
});
