import type { IdempotencyKey, Page, PageRequest } from '@shop/domain';
import type { DeliveryStatus, DueDelivery, NewDelivery, WebhookDelivery } from './delivery.ts';
import type { WebhookEndpoint } from './endpoint.ts';
import type { AttemptResult, Verdict } from './judge-attempt.ts';

/** The registered endpoints. */
export type EndpointStore = {
  /** Returns all endpoints, oldest first. */
  all(): Promise<WebhookEndpoint[]>;
  byId(id: string): Promise<WebhookEndpoint | undefined>;
  /** Saves a new endpoint. Refuses LIMIT_REACHED. */
  add(endpoint: WebhookEndpoint): Promise<WebhookEndpoint>;
  /**
   * Saves a decision under the lock of the endpoint; parks the deliveries that wait when it changes the status. Refuses
   * NOT_FOUND.
   */
  update(
    id: string,
    decide: (endpoint: WebhookEndpoint) => WebhookEndpoint,
  ): Promise<WebhookEndpoint>;
  /** Removes an endpoint with its deliveries. Refuses NOT_FOUND. */
  remove(id: string): Promise<void>;
};

/** The log of deliveries, as staff use it. */
export type DeliveryLog = {
  page(
    endpointId: string,
    status: DeliveryStatus | undefined,
    page: PageRequest,
  ): Promise<Page<WebhookDelivery>>;
  count(endpointId: string, status: DeliveryStatus | undefined): Promise<number>;
  byId(id: string): Promise<WebhookDelivery | undefined>;
  /** Saves a delivery whose first attempt is due. */
  add(delivery: NewDelivery): Promise<WebhookDelivery>;
  /** Makes parked deliveries due: those with these ids, or all of the endpoint. Returns their number. */
  redrive(endpointId: string, ids?: readonly string[]): Promise<number>;
};

/** What the mutations of webhooks change. */
export type Stores = { readonly endpoints: EndpointStore; readonly deliveries: DeliveryLog };

/**
 * Runs work on stores of one transaction, once for each key, and stores its result as JSON for repeated requests. Refuses
 * IDEMPOTENCY_CONFLICT.
 */
export type RunOnce = <T>(key: IdempotencyKey, work: (stores: Stores) => Promise<T>) => Promise<T>;

/** The endpoints that an event reaches, and how their bodies are made. */
export type Recipient = Pick<WebhookEndpoint, 'id' | 'events' | 'format'>;

/** The log of deliveries, as the worker uses it. */
export type DeliveryQueue = {
  /** Returns the enabled endpoints. */
  recipients(): Promise<Recipient[]>;
  /** Saves deliveries whose first attempt is due. One that was saved before for its event and endpoint is skipped. */
  add(deliveries: readonly NewDelivery[]): Promise<void>;
  /**
   * Claims due deliveries, at most `perEndpoint` less those that are `busy` for each endpoint. A claim that is not
   * settled within `leaseMs` is due again: its process has died.
   */
  claim(
    perEndpoint: number,
    busy: ReadonlyMap<string, number>,
    leaseMs: number,
  ): Promise<DueDelivery[]>;
  /** Saves how an attempt ended. Ignores a delivery that was settled meanwhile. */
  settle(delivery: DueDelivery, result: AttemptResult, verdict: Verdict): Promise<void>;
};

/** Sends one attempt. Never rejects. */
export type Send = (delivery: DueDelivery) => Promise<AttemptResult>;

/** Returns why deliveries to a URL are not allowed; `undefined` when they are. */
export type FaultOfUrl = (url: URL) => Promise<string | undefined>;

/** Makes the bus deliver these events to the worker from now on. */
export type BindEvents = (events: readonly string[]) => Promise<void>;
