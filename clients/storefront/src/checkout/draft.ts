import { addressNames } from '@shop/web';

/** What a guest or customer has filled into the checkout, by the names of the fields, with `country`. */
export type Draft = Readonly<Record<string, string>>;

const key = 'shop.checkout-draft';
const names = ['email', ...addressNames];

/** Returns what this tab has stored of the checkout: it survives a reload, another language and the end of a session. */
export function readDraft(): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Draft;
  } catch {
    return {};
  }
}

/** Stores what the form of the checkout has, where the browser allows it. */
export function writeDraft(form: HTMLFormElement): void {
  try {
    const values = new FormData(form);
    const filled = names.map((name) => [name, String(values.get(name) ?? '')]);
    const country = form.elements.namedItem('country');
    if (country instanceof HTMLSelectElement) filled.push(['country', country.value]);
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(filled)));
  } catch {
    // The form is kept as long as the page.
  }
}

/** Forgets what this tab has stored of the checkout. */
export function clearDraft(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was stored.
  }
}
