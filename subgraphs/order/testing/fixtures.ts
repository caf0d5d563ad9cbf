import { idFromName, newId, type PostalAddress } from '@shop/domain';
import type { Scope, Viewer } from '@shop/schema';
import type { ProductData } from '../domain/ports.ts';

export const variantA = idFromName('variant a');
export const variantB = idFromName('variant b');

/** Returns the event data of a product with two variants, of 10.00 and 25.50 EUR. */
export const productData = (change: Partial<ProductData> = {}): ProductData => ({
  productId: idFromName('product'),
  version: 1,
  slug: 'product',
  title: 'Product',
  status: 'ACTIVE',
  variants: [
    { variantId: variantA, sku: 'A', title: 'Small', price: { minor: '1000', currency: 'EUR' } },
    { variantId: variantB, sku: 'B', title: '', price: { minor: '2550', currency: 'EUR' } },
  ],
  ...change,
});

export const newViewer = (scopes: readonly Scope[] = []): Viewer => ({
  id: newId(),
  email: 'carla@shop.example',
  emailVerified: true,
  roles: ['CUSTOMER'],
  scopes: new Set(scopes),
  sessionId: 's',
});

/** A minute for orders of customers, two for those that staff place. */
export const paymentWindows = { user: 60_000, guest: 60_000, staff: 120_000 };

/** 30 days. */
export const returnPeriod = 30 * 24 * 60 * 60_000;

export const newKey = () => `key-${newId()}`;

/** Where the orders of tests are shipped, in the form in which it is stored. */
export const shippingAddress: PostalAddress = {
  recipient: 'Nel Dahl',
  company: null,
  line1: 'Deichstraße 1',
  line2: null,
  city: 'Hamburg',
  region: null,
  postalCode: '20459',
  country: 'DE',
  phone: null,
};
