// What a test may turn (knobs) and what it may ask about afterwards (counters, events, exchanges).
// Never a token: eight hex digits of its hash, or all of them where it has to be recognised for certain.
import crypto from 'node:crypto';

const newKnobs = () => ({
  tokenLatencyMs: 0, // before the token endpoint does anything
  // { count, mode: respond | drop | dropAfter, grant, status, error, error_description, retryAfter }
  failNextToken: null,
  accessTokenTtl: 300,
  accessTokenTtlByResource: {},
  refreshTokenTtl: 14 * 86400,
  idTokenTtl: 300,
  rotate: true,
  leewaySeconds: 0, // how long a spent refresh token is still taken: Auth0's overlap period
  serializeRefresh: true, // one refresh at a time per refresh token: makes reuse detection exact under a race
  mrrt: true, // widen /authorize to the refresh token policies
  widenLoginAudience: false, // the login audience too gets its whole policy, whatever scope asked for
  // Outside the policies. ignore = as Auth0, the login audience's token comes back; error = 400 invalid_target, refresh
  // token untouched; burn = oidc-provider's own invalid_target, after it spent the refresh token.
  unknownAudience: 'ignore',
  extraScope: 'filter', // filter = drop scopes outside the audience's policy; strict = oidc-provider's invalid_scope
  requireDpopNonce: false,
  login: 'auto', // auto | deny | page (the user clicks)
});

const newCounters = () => ({
  requests: { authorize: 0, par: 0, token: 0, userinfo: 0, endSession: 0, revoke: 0, jwks: 0, discovery: 0 },
  tokenByGrant: {},
  tokenOk: {},
  tokenErrors: {},
  refreshByAudience: {},
  injectedFailures: 0,
  reuseDetections: 0,
  grantsRevoked: 0,
  grantsRevokedForReuse: 0,
  refreshTokensIssued: 0,
  refreshTokensConsumed: 0,
  accessTokensIssued: 0,
  dpopProofs: 0,
  tokenInFlight: 0,
  tokenMaxInFlight: 0,
  backchannelOk: 0,
  backchannelErrors: 0,
  logins: 0,
  logouts: 0,
});

const fresh = () => ({ knobs: newKnobs(), counters: newCounters(), events: [], exchanges: [] });

export const state = fresh();

export const reset = () => Object.assign(state, fresh());

export function note(type, data = {}) {
  state.events.push({ t: Date.now(), type, ...data });
  if (state.events.length > 500) state.events.shift();
}

/** Logs a call to the token endpoint that was decided, with what it brought; all of them are kept. */
export function exchanged(ctx, outcome) {
  const { params, entities } = ctx.oidc;
  const granted = outcome === 'granted';
  const spent = entities.RotatedRefreshToken ?? entities.RefreshToken; // there is none yet for a code
  state.exchanges.push({
    t: Date.now(),
    grant: params?.grant_type,
    outcome,
    user: entities.Account?.accountId,
    audience: granted ? entities.AccessToken?.resourceServer?.identifier() : undefined,
    scope: granted ? entities.AccessToken?.scope : undefined,
    family: digest(entities.Grant?.jti),
    generation: params?.grant_type === 'refresh_token' && spent ? (spent.rotations ?? 0) + 1 : undefined,
    accessToken: granted ? digest(ctx.body?.access_token) : undefined,
    telemetry: ctx.get('auth0-client') || undefined,
  });
}

export const increment = (counter, key) => { counter[key] = (counter[key] ?? 0) + 1; };

const digest = (secret) => secret && crypto.createHash('sha256').update(secret).digest('hex');

export const fingerprint = (secret) => digest(secret)?.slice(0, 8);
