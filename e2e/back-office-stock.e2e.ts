import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBus, silentLog } from '@shop/messaging';
import { hasBrowser, until } from '@shop/testing';
import type { Page } from 'playwright-core';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openAction, signInToOffice } from './back-office.ts';
import { desktop, inspect, pageUrl, phone, useBrowser } from './browser.ts';
import { requestData, tokenOf } from './client.ts';
import { DeadLettersDocument } from './generated/graphql.ts';
import { addProduct } from './shopping.ts';

const queue = 'inventory.catalogue';

/** Puts an invalid event on a queue, where it is dead-lettered at once. Returns what is known of it. */
async function publishInvalid() {
  const id = randomUUID();
  const { bus: address } = JSON.parse(
    readFileSync(join(inject('shop').dataDir, 'running.json'), 'utf8'),
  );
  const bus = await createBus(address, silentLog);
  onTestFinished(() => bus.close());
  const admin = await tokenOf('admin');
  await bus.sendTo(queue, [{ id, type: 'product.created.v1', key: id, body: '{"broken":true}' }]);
  const read = async () => {
    const { deadLetters } = await requestData(DeadLettersDocument, { queue, first: 100 }, admin);
    return deadLetters?.nodes.find((deadLetter) => deadLetter.id === id);
  };
  const { failedAt } = await until('the event to be dead-lettered', read);
  return { id, failedAt, read };
}

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
    await inspect(page, 'office-stock-page-phone');
  });

  it('administrators send a dead letter again and delete it; staff see no dead letters', async () => {
    const { id, failedAt, read } = await publishInvalid();
    const staff = await openPage('/back-office/dead-letters');
    await signInToOffice(staff);
    await staff.getByRole('heading', { name: 'This page does not exist' }).waitFor();
    await staff.getByRole('link', { name: 'Stock' }).waitFor();
    expect(await staff.getByRole('link', { name: 'Dead letters' }).count()).toBe(0);

    const page = await openPage(`/back-office/dead-letters?q=${queue}`, phone);
    await signInToOffice(page, 'admin');
    await page.getByRole('link', { name: 'Dead letters' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: id });
    await row.getByText(/not an event envelope/).waitFor();
    await inspect(page, 'office-dead-letters-phone');
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
});
