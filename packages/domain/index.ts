export * from './address-form.ts';
export * from './change.ts';
export * from './countries.ts';
export { decimalsOf, isCurrency, minorUnits } from './currencies.ts';
export * from './email.ts';
export * from './even-time.ts';
export {
  assertSameInput,
  canonicalJson,
  type IdempotencyKey,
  idempotencyKeyField,
  newIdempotencyKey,
  optionalIdempotencyKey,
} from './idempotency.ts';
export * from './ids.ts';
export * from './money.ts';
export { amountField, currencyField, moneyField } from './money-field.ts';
export * from './network.ts';
export * from './paging.ts';
export * from './phone.ts';
export * from './postal-address.ts';
export { addressMetadata } from './postal-codes.ts';
export * from './public-quantity.ts';
export * from './refusal.ts';
export {
  amountDetails,
  breaks,
  type Constraint,
  type ConstraintRule,
  constraint,
  constraintRules,
  priceDetails,
  type RefusalDetails,
} from './refusal-details.ts';
export * from './secret.ts';
export * from './sort-key.ts';
export * from './text.ts';
export * from './time.ts';
export * from './version.ts';
export * from './words.ts';
