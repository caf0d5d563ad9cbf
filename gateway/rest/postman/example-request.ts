/** A request of the collection: one operation of the OpenAPI document with values of its own. Values may have `{{variables}}`. */
export type ExampleRequest = {
  readonly operationId: string;
  /** What it does, where the summary of the operation is too general. */
  readonly name?: string;
  readonly as?: 'customer' | 'staff' | 'admin';
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Variables that are set before the request. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Variables that are read from the response, with their paths in its body. */
  readonly saves?: Readonly<Record<string, string>>;
  /** The status of the response; the status of success when absent. */
  readonly status?: number;
};

export type Folder = {
  readonly name: string;
  readonly description: string;
  readonly requests: readonly ExampleRequest[];
};

/** With it, each run of the collection is a new request. */
export const newKey = { 'Idempotency-Key': '{{$guid}}' };
/** What the examples order. */
export const lines = [{ variantId: '{{variantId}}', quantity: 1 }];
/** Where it is sent. */
export const shippingAddress = {
  recipient: 'Nel Example',
  line1: 'Deichstraße 1',
  city: 'Hamburg',
  postalCode: '20459',
  country: 'DE',
};
