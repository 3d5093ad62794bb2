// Who and what exists here: the APIs, the refresh token policies, the users, the applications.
import { settings } from './settings.mjs';

const API = 'https://api.example.com';
const ANALYTICS = 'https://analytics.example.com';
const ADMIN = 'https://admin.example.com';
const BILLING = 'https://billing.example.com'; // exists, but is in no refresh token policy

export const oidcScopes = ['openid', 'profile', 'email', 'offline_access'];

export const apis = {
  [API]: ['read:api', 'write:api'],
  [ANALYTICS]: ['read:analytics', 'export:analytics'],
  [ADMIN]: ['read:admin', 'write:admin', 'delete:admin'],
  [BILLING]: ['read:billing'],
};

// Auth0's refresh_token.policies, the same for every application.
export const policies = {
  [API]: ['read:api', 'write:api'],
  [ANALYTICS]: ['read:analytics', 'export:analytics'],
  [ADMIN]: ['read:admin'], // narrower than the API on purpose
};

const users = {
  alice: { name: 'Alice Example', nickname: 'alice', email: 'alice@example.com', email_verified: true },
  bob: { name: 'Bob Example', nickname: 'bob', email: 'bob@example.com', email_verified: true },
};

export const claimsOf = (sub) => ({ sub, ...(users[sub] ?? { name: sub, email: `${sub}@example.com` }) });

const application = (clientId, authMethod, over = {}) => ({
  client_id: clientId,
  client_secret: 'secret-secret-secret-secret-secret-0123456789',
  token_endpoint_auth_method: authMethod,
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  redirect_uris: [`${settings.app}/callback`, `${settings.app}/signin-oidc`, ...settings.redirects],
  post_logout_redirect_uris: ['/', '/signed-out', '/signout-callback-oidc'].map((path) => `${settings.app}${path}`),
  backchannel_logout_session_required: true,
  ...over,
});

export const applications = [
  application('web-post', 'client_secret_post'),
  application('web-basic', 'client_secret_basic'),
  application('web-dpop', 'client_secret_post', { dpop_bound_access_tokens: true }),
  application('web-par', 'client_secret_post', { require_pushed_authorization_requests: true }),
  // A test brings the public key (RFC 7523) or the certificate (RFC 8705, section 2.2) with POST /admin/clients.
  application('web-key', 'private_key_jwt', { client_secret: undefined, jwks: { keys: [] } }),
  application('web-cert', 'self_signed_tls_client_auth', { client_secret: undefined, jwks: { keys: [] } }),
];
