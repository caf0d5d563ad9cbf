import type { EventBus } from '@shop/messaging';
import type { Pool } from '@shop/service/postgres';

/** The shop that a repair works on. */
export type RepairContext = {
  /** Returns the database of a service. */
  pool(service: string): Pool;
  readonly bus: EventBus;
};

/** A repair by the words behind its name. Returns how many rows, events or messages it has repaired. */
export type Repair = {
  /** Its arguments, for the usage. */
  readonly takes: readonly string[];
  readonly does: string;
  run(context: RepairContext, words: readonly string[]): Promise<number>;
};
