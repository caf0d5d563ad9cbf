import * as documents from '../generated/graphql.ts';
import type { RestRoute } from '../route.ts';

/** Accounts and sessions. */
export const userRoutes: readonly RestRoute[] = [
  {
    method: 'POST',
    path: '/users/register',
    document: documents.RegisterDocument,
    resource: 'session',
    created: '/users/{user.id}',
  },
  {
    method: 'POST',
    path: '/users/login',
    document: documents.LoginDocument,
    resource: 'session',
  },
  {
    method: 'POST',
    path: '/users/refresh',
    document: documents.RefreshTokenDocument,
    resource: 'session',
  },
  { method: 'POST', path: '/users/logout', document: documents.LogoutDocument, empty: true },
  {
    method: 'POST',
    path: '/users/logout-everywhere',
    document: documents.LogoutEverywhereDocument,
    empty: true,
  },
  { method: 'GET', path: '/users/me', document: documents.MeDocument, viewerOnly: true },
  {
    method: 'PATCH',
    path: '/users/me',
    document: documents.UpdateProfileDocument,
    resource: 'user',
  },
  {
    method: 'PUT',
    path: '/users/me/password',
    document: documents.ChangePasswordDocument,
    empty: true,
  },
  {
    method: 'GET',
    path: '/users/me/payment-methods',
    document: documents.MyPaymentMethodsDocument,
    summary: "The viewer's saved payment methods, the latest saved first",
    resource: 'paymentMethods',
    viewerOnly: true,
  },
  {
    method: 'DELETE',
    path: '/users/me/payment-methods/{paymentMethodId}',
    document: documents.RemovePaymentMethodDocument,
    empty: true,
  },
  {
    method: 'POST',
    path: '/users/me/deletion',
    document: documents.DeleteAccountDocument,
    empty: true,
  },
  {
    method: 'POST',
    path: '/users/password-reset',
    document: documents.RequestPasswordResetDocument,
    empty: true,
  },
  {
    method: 'PUT',
    path: '/users/password-reset',
    document: documents.ResetPasswordDocument,
    empty: true,
  },
  {
    method: 'POST',
    path: '/users/verify-email',
    document: documents.VerifyEmailDocument,
    empty: true,
  },
  { method: 'GET', path: '/users', document: documents.UsersDocument },
  {
    method: 'GET',
    path: '/users/{userId}',
    document: documents.UserDocument,
    summary: 'The viewer; any user for viewers with `users:read`',
  },
  {
    method: 'PUT',
    path: '/users/{userId}/roles',
    document: documents.SetUserRolesDocument,
    resource: 'user',
  },
  {
    method: 'POST',
    path: '/users/{userId}/suspend',
    document: documents.SuspendUserDocument,
    resource: 'user',
  },
  {
    method: 'POST',
    path: '/users/{userId}/reinstate',
    document: documents.ReinstateUserDocument,
    resource: 'user',
  },
];
