// The configuration of oidc-provider: Auth0's habits where they differ from the specifications.
import crypto from 'node:crypto';
import { Provider, errors } from 'oidc-provider';
import { settings } from './settings.mjs';
import { state } from './state.mjs';
import { Store } from './store.mjs';
import { apis, claimsOf, oidcScopes } from './tenant.mjs';

const signingKey = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

const auth0Routes = {
  authorization: '/authorize',
  token: '/oauth/token',
  userinfo: '/userinfo',
  jwks: '/.well-known/jwks.json',
  pushed_authorization_request: '/oauth/par',
  revocation: '/oauth/revoke',
  end_session: '/oidc/logout',
};
const plainRoutes = { authorization: '/authorize', pushed_authorization_request: '/par' };

/** With the origin of a second listener for clients with a certificate, if there is one (RFC 8705, section 5). */
export function createProvider(issuer, certificateOrigin) {
  const provider = new Provider(issuer, {
    adapter: Store,
    jwks: { keys: [{ ...signingKey, use: 'sig', alg: 'RS256', kid: 'test-1' }] },
    cookies: { keys: [crypto.randomBytes(24).toString('base64url')], long: { signed: true }, short: { signed: true } },
    scopes: oidcScopes,
    claims: {
      openid: ['sub', 'sid', 'auth_time', 'iss', 'acr'],
      profile: ['name', 'nickname'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false, // Auth0 puts the profile and email claims in the ID token
    pkce: { required: () => true },
    routes: settings.auth0 ? auth0Routes : plainRoutes,
    ttl: {
      AccessToken: accessTokenLifetime,
      RefreshToken: () => state.knobs.refreshTokenTtl,
      IdToken: () => state.knobs.idTokenTtl,
      ClientCredentials: () => state.knobs.accessTokenTtl,
      Session: 86400,
      Grant: 14 * 86400,
      Interaction: 600,
    },
    issueRefreshToken: (ctx, client, { scopes }) => scopes.has('offline_access'),
    rotateRefreshToken: () => state.knobs.rotate,
    expiresWithSession: (ctx, source) => !source.scopes.has('offline_access'),
    features: features(),
    clientAuthMethods: [
      'client_secret_post', 'client_secret_basic', 'private_key_jwt', 'self_signed_tls_client_auth', 'none',
    ],
    discovery: certificateOrigin ? { mtls_endpoint_aliases: aliases(certificateOrigin) } : {},
    // oidc-provider drops offline_access unless prompt=consent (OpenID Connect Core, section 11). Auth0 does not: it is
    // put back here, after that check.
    extraParams: { x_offline: restoreOfflineAccess },
    extraTokenClaims: (ctx, token) => ({ azp: token.clientId }),
    findAccount: (ctx, sub) => ({ accountId: sub, claims: () => claimsOf(sub) }),
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: grantEverythingAskedFor,
    // The default fetch refuses loopback addresses, which is where back-channel logout goes here.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
    renderError: (ctx, out, error) => { ctx.type = 'json'; ctx.body = { ...out, detail: error.error_detail }; },
  });
  allowReuseWithinLeeway(provider);
  return provider;
}

function features() {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    mTLS: {
      enabled: true,
      selfSignedTlsClientAuth: true,
      getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.(),
    },
    dPoP: { enabled: true, nonceSecret: crypto.randomBytes(32), requireNonce: () => state.knobs.requireDpopNonce },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => { ctx.body = form; } }, // answered in logout.mjs
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true, // no audience at /token: what was granted, even when openid was granted too
      defaultResource: (ctx, client, oneOf) => [oneOf].flat()[0], // the first is the login audience
      getResourceServerInfo: describeApi,
    },
  };
}

const aliases = (origin) => Object.fromEntries(['token', 'pushed_authorization_request', 'revocation']
  .map((name) => [`${name}_endpoint`, `${origin}${auth0Routes[name]}`]));

const accessTokenLifetime = (ctx, token) =>
  state.knobs.accessTokenTtlByResource[token.resourceServer?.identifier()] ?? state.knobs.accessTokenTtl;

function describeApi(ctx, audience) {
  if (!apis[audience]) throw new errors.InvalidTarget(`unknown resource ${audience}`);
  return {
    scope: [...(settings.auth0 ? oidcScopes : []), ...apis[audience]].join(' '), // Auth0's API tokens carry openid too
    audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: state.knobs.accessTokenTtl,
    jwt: { sign: { alg: 'RS256' } },
  };
}

function restoreOfflineAccess(ctx, wanted) {
  if (!wanted) return;
  const scopes = new Set((ctx.oidc.params.scope ?? '').split(' '));
  ctx.oidc.params.scope = [...scopes.add('offline_access')].join(' ');
}

// Consent without a page: the grant holds everything that was asked for.
async function grantEverythingAskedFor({ oidc }) {
  const { provider: { Grant }, client, session } = oidc;
  const known = oidc.result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const grant = (known && await Grant.find(known))
    || new Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  for (const [audience, api] of Object.entries(oidc.resourceServers)) {
    const wanted = [...oidc.requestParamScopes].filter((scope) => api.scopes.has(scope));
    if (wanted.length) grant.addResourceScope(audience, wanted.join(' '));
  }
  await grant.save();
  return grant;
}

// Within the leeway a spent refresh token looks unspent again.
function allowReuseWithinLeeway({ RefreshToken }) {
  const find = RefreshToken.find;
  RefreshToken.find = async function findWithLeeway(...args) {
    const token = await find.apply(this, args);
    const { leewaySeconds } = state.knobs;
    const spentSecondsAgo = Date.now() / 1000 - token?.consumed; // not a number for one that was never spent
    if (leewaySeconds > 0 && spentSecondsAgo <= leewaySeconds) token.consumed = undefined;
    return token;
  };
}
