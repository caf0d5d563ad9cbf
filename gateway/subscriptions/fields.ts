import { topicOf, type Viewer } from '@shop/schema';

type Args = Readonly<Record<string, unknown>>;
type Items = { readonly nodes?: readonly Readonly<Record<string, string>>[] } | null | undefined;

/** How a field of `Subscription` is served: which topics it follows, and how it reads what has changed. */
export type SubscriptionField = {
  /** The field of `Query` that reads one entity for the requester. */
  readonly query: string;
  /** Its argument for the id; absent where the arguments that are passed on say what to read. */
  readonly idArgument?: string;
  /** Arguments of the subscription that are passed on: its name -> the name in the query. */
  readonly passed?: Readonly<Record<string, string>>;
  /** The id when the subscription follows one entity; `undefined` when it follows a list. */
  entityOf?(args: Args): string;
  /** Changes within this time are one message, where many are usual. */
  readonly everyMs?: number;
  topics(args: Args, viewer: Viewer | undefined): readonly string[];
  /** Reads the ids whose present state comes first, where the subscription follows a list. */
  readonly first?: { readonly query: string; idsOf(data: Args): readonly string[] };
  /** Reads the topics of the parts of an entity, which updates name later. Takes `$id: ID!`. */
  readonly parts?: { readonly query: string; topicsOf(data: Args): readonly string[] };
};

const idOf = ({ id }: Args): string => String(id);
const idsOf = (items: unknown, key: string): string[] =>
  ((items as Items)?.nodes ?? []).flatMap((node) => node[key] ?? []);

/** The fields of `Subscription` that the gateway serves. */
export const subscriptionFields: Readonly<Record<string, SubscriptionField>> = {
  orderUpdated: {
    query: 'order',
    idArgument: 'id',
    passed: { orderToken: 'token' },
    entityOf: idOf,
    topics: (args) => [topicOf.order(idOf(args))],
  },
  myOrdersUpdated: {
    query: 'order',
    idArgument: 'id',
    topics: (_, viewer) => (viewer ? [topicOf.ordersOf(viewer.id)] : []),
    first: {
      query: '{ me { orders(first: 10) { nodes { id } } } }',
      idsOf: ({ me }) => idsOf((me as { orders?: unknown } | null)?.orders, 'id'),
    },
  },
  productUpdated: {
    query: 'product',
    idArgument: 'id',
    entityOf: idOf,
    topics: (args) => [topicOf.product(idOf(args))],
    parts: {
      query: 'query ($id: ID!) { product(id: $id) { variants { id } } }',
      topicsOf: ({ product }) => {
        const { variants = [] } = (product ?? {}) as { variants?: readonly { id: string }[] };
        return variants.map(({ id }) => topicOf.variant(id));
      },
    },
  },
  salesOfDayUpdated: {
    query: 'salesOfDay',
    passed: { date: 'date', timeZone: 'timeZone' },
    entityOf: topicOf.sales,
    everyMs: 1_000,
    topics: () => [topicOf.sales()],
  },
  stockLow: {
    query: 'stock',
    idArgument: 'variantId',
    topics: () => [topicOf.lowStock()],
    first: {
      query: `{
        stockItems(first: 20, filter: { lowStock: true, removed: false }, sort: AVAILABLE) {
          nodes { variantId }
        }
      }`,
      idsOf: ({ stockItems }) => idsOf(stockItems, 'variantId'),
    },
  },
};
