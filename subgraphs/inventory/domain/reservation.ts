export type Quantity = { readonly variantId: string; readonly quantity: number };

export type Reservation = {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: 'ACTIVE' | 'REJECTED' | 'RELEASED' | 'FULFILLED';
  readonly lines: readonly Quantity[];
  readonly createdAt: Date;
};
