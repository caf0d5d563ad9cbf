/** A constraint or index that keeps an effect from happening twice or a figure from being impossible. */
export type Guard = {
  readonly database: string;
  readonly name: string;
  readonly effect: string;
  /** The statement that adds it again. */
  readonly sql: string;
};

const inbox = (database: string): Guard => ({
  database,
  name: 'inbox_pkey',
  effect: 'An event is handled once.',
  sql: 'ALTER TABLE inbox ADD CONSTRAINT inbox_pkey PRIMARY KEY (queue, event_id)',
});

/** The guards of the shop's invariants. Each is part of a migration; here they can be looked for and added again. */
export const guards: readonly Guard[] = [
  {
    database: 'inventory',
    name: 'stock_never_oversold',
    effect: 'No unit is sold twice.',
    sql: 'ALTER TABLE stock ADD CONSTRAINT stock_never_oversold CHECK (on_hand >= reserved AND reserved >= 0)',
  },
  {
    database: 'inventory',
    name: 'stock_movements_once_per_order',
    effect: 'An order moves each unit once.',
    sql: 'CREATE UNIQUE INDEX CONCURRENTLY stock_movements_once_per_order ON stock_movements (order_id, variant_id, kind, units_before) WHERE order_id IS NOT NULL',
  },
  {
    database: 'order',
    name: 'payments_one_open_per_order',
    effect: 'An order is charged by one payment at a time.',
    sql: `CREATE UNIQUE INDEX CONCURRENTLY payments_one_open_per_order ON payments (order_id) WHERE status IN ('PENDING', 'REQUIRES_ACTION')`,
  },
  {
    database: 'order',
    name: 'order_documents_pkey',
    effect: 'A payment has one invoice, and a refund one credit note.',
    sql: 'ALTER TABLE order_documents ADD CONSTRAINT order_documents_pkey PRIMARY KEY (id)',
  },
  {
    database: 'order',
    name: 'order_documents_number_key',
    effect: 'The number of an invoice or credit note is used once.',
    sql: 'CREATE UNIQUE INDEX CONCURRENTLY order_documents_number_key ON order_documents (number)',
  },
  {
    database: 'order',
    name: 'gift_card_movements_pkey',
    effect: 'A payment or refund moves the money of a gift card once.',
    sql: 'ALTER TABLE gift_card_movements ADD CONSTRAINT gift_card_movements_pkey PRIMARY KEY (key)',
  },
  {
    database: 'order',
    name: 'gift_cards_balance_minor_check',
    effect: 'A gift card pays no more than it has.',
    sql: 'ALTER TABLE gift_cards ADD CONSTRAINT gift_cards_balance_minor_check CHECK (balance_minor >= 0)',
  },
  {
    database: 'notification',
    name: 'deliveries_pkey',
    effect: 'A message is sent once.',
    sql: 'ALTER TABLE deliveries ADD CONSTRAINT deliveries_pkey PRIMARY KEY (event_id, template, channel)',
  },
  ...['inventory', 'order', 'product'].map(inbox),
];
