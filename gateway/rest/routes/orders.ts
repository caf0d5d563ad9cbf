import * as documents from '../generated/graphql.ts';
import type { RestRoute } from '../route.ts';

/** Orders of customers, guests and staff. */
export const orderRoutes: readonly RestRoute[] = [
  {
    method: 'POST',
    path: '/orders',
    document: documents.PlaceOrderDocument,
    resource: 'order',
    created: '/orders/{id}',
  },
  {
    method: 'POST',
    path: '/orders/for-customer',
    document: documents.PlaceOrderForCustomerDocument,
    resource: 'order',
    created: '/orders/{id}',
  },
  { method: 'GET', path: '/orders', document: documents.OrdersDocument },
  {
    method: 'GET',
    path: '/orders/mine',
    document: documents.MyOrdersDocument,
    summary: "The viewer's orders, newest first",
    resource: 'orders',
    viewerOnly: true,
  },
  {
    method: 'GET',
    path: '/orders/user/{userId}',
    document: documents.OrdersOfUserDocument,
    summary: 'Orders of the viewer; of any user for viewers with `users:read` and `orders:read`',
    resource: 'orders',
  },
  { method: 'GET', path: '/orders/{orderId}', document: documents.OrderDocument },
  {
    method: 'GET',
    path: '/orders/{orderId}/documents',
    document: documents.OrderDocumentsDocument,
    summary: 'Invoice and credit notes of an order, with links that end after an hour',
  },
  {
    method: 'POST',
    path: '/orders/{orderId}/pay',
    document: documents.PayOrderDocument,
    resource: 'order',
  },
  {
    method: 'POST',
    path: '/orders/{orderId}/cancel',
    document: documents.CancelOrderDocument,
    resource: 'order',
  },
  {
    method: 'POST',
    path: '/orders/{orderId}/refund',
    document: documents.RefundOrderDocument,
    resource: 'order',
  },
  {
    method: 'POST',
    path: '/orders/{orderId}/edits',
    document: documents.EditOrderDocument,
    resource: 'order',
  },
  {
    method: 'POST',
    path: '/orders/{orderId}/returns',
    document: documents.RequestReturnDocument,
    resource: 'order',
  },
  {
    method: 'PATCH',
    path: '/orders/{orderId}/returns/{returnId}',
    document: {
      name: 'ChangeReturnStatus',
      field: 'status',
      documents: {
        APPROVED: documents.ApproveReturnDocument,
        REFUSED: documents.RefuseReturnDocument,
        CANCELLED: documents.CancelReturnDocument,
        RECEIVED: documents.ReceiveReturnDocument,
      },
    },
    summary: 'Approves, refuses, cancels or receives a return',
    resource: 'order',
  },
  {
    method: 'PATCH',
    path: '/orders/{orderId}/status',
    document: {
      name: 'ChangeOrderStatus',
      field: 'status',
      documents: {
        SHIPPED: documents.ShipOrderDocument,
        DELIVERED: documents.MarkDeliveredDocument,
        CANCELLED: documents.CancelOrderDocument,
      },
    },
    summary: 'Ships, delivers or cancels an order',
    resource: 'order',
  },
  { method: 'GET', path: '/countries', document: documents.CountriesDocument },
];
