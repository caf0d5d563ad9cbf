import type { KeyObject } from 'node:crypto';
import { type Origin, signDocumentLink } from '@shop/schema';
import type { Connection, mutationPayload, ViewerContext } from '@shop/service';
import { addressBookOf } from './address-book.ts';
import type { Cart } from './domain/cart/cart.ts';
import type { OrderEdit } from './domain/edits/edit.ts';
import type { GiftCard } from './domain/gift-cards/gift-card.ts';
import type { OpenedOrder } from './domain/guest.ts';
import type { Fulfilment, LineUnits, Order, OrderLine } from './domain/order.ts';
import type { ReadAddressBook } from './domain/order-addresses.ts';
import { type StartWait, withoutWait } from './domain/order-wait.ts';
import type { Payment, Refund, RefundedLine } from './domain/payment.ts';
import type { PlacedOrder } from './domain/place-order.ts';
import type { PaymentProvider, SavingPaymentProvider, Stores } from './domain/ports.ts';
import type {
  CalculateTaxes,
  RuleKind,
  RuleVersion,
  TaxExemption,
} from './domain/pricing/ports.ts';
import type { MayReturnTo } from './domain/return-url.ts';
import type { Return, ReturnLine } from './domain/returns/return.ts';
import type { ReturnPeriod } from './domain/returns/return-period.ts';
import type { SalesStore } from './domain/sales/ports.ts';
import type { UnpaidLimit, UnpaidOrders } from './domain/unpaid-limit.ts';
import type { Voucher } from './domain/vouchers/voucher.ts';
import { createLoaders, type Loaders } from './loaders.ts';
import type { PaymentPage } from './payments/provider.ts';

export type OrderContext = ViewerContext &
  Stores & {
    readonly sales: SalesStore;
    readonly payments: SavingPaymentProvider;
    readonly giftCardPayments: PaymentProvider;
    readonly paymentPage: PaymentPage;
    /** The table of rates when absent. */
    readonly calculateTaxes: CalculateTaxes | undefined;
    readonly loaders: Loaders;
    readonly unpaidLimit: UnpaidLimit;
    readonly returnPeriod: ReturnPeriod;
    readonly readAddressBook: ReadAddressBook;
    readonly startWait: StartWait;
    readonly mayReturnTo: MayReturnTo;
    /** Whether payments are authorised, and captured with the parcels. */
    readonly isCapturedLater: boolean;
    /** Encrypts the tokens of links in events; the key that signs links to documents is derived from it. */
    readonly mailTokenKey: KeyObject;
    /** Returns the address of a picture; those of the demonstration catalogue are stored as a path. */
    readonly absoluteUrl: (stored: string) => string;
    /** Returns a signed link to a document, which ends after an hour. */
    readonly documentUrl: (id: string) => string;
  };

/** A line as clients read it, with an id that is unique among all orders, and its order. */
export type IdentifiedLine = OrderLine & { readonly id: string; readonly order: Order };

/** Units of a line that a refund pays back, with the order of the refund. */
export type RefundLine = RefundedLine & { readonly order: Order };

/** A parcel, and units of a line in it, with the order that they belong to. */
export type FulfilmentInOrder = Fulfilment & { readonly order: Order };
export type FulfilmentLine = LineUnits & { readonly order: Order };

/** A return, and units of a line in it, with the order that they belong to. */
export type ReturnInOrder = Return & { readonly order: OpenedOrder };
export type ReturnedLine = ReturnLine & { readonly order: Order; readonly isReceived: boolean };

/** A version of rules that prices are made of. */
export type RuleChange = RuleVersion<RuleKind>;
export type TaxRuleVersion = RuleVersion<'TAX'>;
export type ShippingRuleVersion = RuleVersion<'SHIPPING'>;
export type PromotionVersion = RuleVersion<'PROMOTIONS'>;
export type CurrentTaxExemption = TaxExemption;

/** An edit with the order that it belongs to. */
export type EditInOrder = OrderEdit & { readonly order: Order };

/** A payment or refund with the order that it belongs to. */
export type PaymentInOrder = Payment & { readonly order: OpenedOrder };
export type RefundInOrder = Refund & { readonly order: Order };

/** The payload of `placeOrder`, whose cart is read only where a client selects it. */
export type PlacedOrderPayload = Awaited<ReturnType<typeof mutationPayload<PlacedOrder>>> & {
  readonly readCart: () => Promise<Cart | null>;
};

/** The value that the resolvers of `OrderConnection` read. */
export type OrderConnection = Connection<Order>;

/** The value that the resolvers of `GiftCardConnection` read. */
export type GiftCardConnection = Connection<GiftCard>;

/** The value that the resolvers of `VoucherConnection` read. */
export type VoucherConnection = Connection<Voucher>;

type Sources = {
  readonly stores: (origin: Origin) => Stores;
  readonly sales: SalesStore;
  readonly payments: SavingPaymentProvider;
  readonly giftCardPayments: PaymentProvider;
  readonly paymentPage: PaymentPage;
  /** An outside tax service; the table of rates when absent. */
  readonly calculateTaxes?: CalculateTaxes;
  /** Open unpaid orders at most; 0 is any number. */
  readonly maxUnpaid: UnpaidOrders;
  readonly returnPeriod: ReturnPeriod;
  /** Where clients reach the gateway. */
  readonly publicUrl: string;
  /** Creates the wait of one request. Without it, no request waits. */
  readonly waits?: () => StartWait;
  /** Without it, no page may be returned to. */
  readonly mayReturnTo?: MayReturnTo;
  /** Whether payments are authorised, and captured with the parcels. */
  readonly isCapturedLater?: boolean;
  readonly mailTokenKey: KeyObject;
};

/** A client opens a link soon after it has read it. */
const documentLinkMs = 60 * 60_000;

/** Creates the context of a request. */
export const createContext =
  ({
    stores: storesOf,
    sales,
    payments,
    giftCardPayments,
    paymentPage,
    calculateTaxes,
    maxUnpaid,
    returnPeriod,
    mailTokenKey,
    publicUrl,
    waits = () => withoutWait,
    mayReturnTo = () => false,
    isCapturedLater = false,
  }: Sources) =>
  ({ viewer, clientAddress, viewerData }: ViewerContext, origin: Origin): OrderContext => {
    const stores = storesOf(origin);
    const absoluteUrl = (path: string) => new URL(path, publicUrl).href;
    const documentLinkEnd = new Date(Date.now() + documentLinkMs);
    return {
      ...stores,
      sales,
      payments,
      giftCardPayments,
      paymentPage,
      calculateTaxes,
      viewer,
      unpaidLimit: { ...maxUnpaid, clientAddress },
      returnPeriod,
      readAddressBook: addressBookOf({ viewerData }),
      mailTokenKey,
      loaders: createLoaders(stores, viewer),
      startWait: waits(),
      mayReturnTo,
      isCapturedLater,
      absoluteUrl,
      documentUrl: (id) => absoluteUrl(signDocumentLink(mailTokenKey, id, documentLinkEnd)),
    };
  };
