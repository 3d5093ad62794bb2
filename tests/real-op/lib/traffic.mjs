// In front of oidc-provider: counts every request, maps audiences, injects the faults a test asked for.
import { mapAuthorizeParams, mapTokenParams } from './audience.mjs';
import { json, readBody } from './body.mjs';
import { pass } from './gate.mjs';
import { increment, note, state } from './state.mjs';

export function endpointOf(path) {
  if (path === '/authorize') return 'authorize';
  if (path === '/oauth/token' || path === '/token') return 'token';
  if (path === '/oauth/par' || path === '/par') return 'par';
  if (path === '/oidc/logout' || path === '/session/end') return 'endSession';
  if (path === '/userinfo' || path === '/me') return 'userinfo';
  if (path.endsWith('openid-configuration')) return 'discovery';
  if (path === '/oauth/revoke' || path === '/token/revocation') return 'revoke';
  if (path.includes('jwks')) return 'jwks';
  return undefined;
}

export async function traffic(ctx, next) {
  const endpoint = endpointOf(ctx.path);
  if (endpoint) state.counters.requests[endpoint] += 1;

  if (endpoint === 'authorize' && ctx.method === 'GET') {
    const params = new URLSearchParams(ctx.querystring);
    mapAuthorizeParams(params);
    ctx.querystring = params.toString();
    return next();
  }
  const hasForm = ctx.method === 'POST' && ctx.is('application/x-www-form-urlencoded');
  if (!hasForm || !['authorize', 'par', 'token'].includes(endpoint)) return next();

  const params = new URLSearchParams(await readBody(ctx.req));
  if (endpoint === 'token') return countedToken(ctx, params, next);
  mapAuthorizeParams(params);
  setBody(ctx, params);
  return next();
}

async function countedToken(ctx, params, next) {
  const { counters } = state; // a reset meanwhile must not make the new ones negative
  increment(counters.tokenByGrant, params.get('grant_type') ?? '(none)');
  if (ctx.get('dpop')) counters.dpopProofs += 1;
  counters.tokenInFlight += 1;
  counters.tokenMaxInFlight = Math.max(counters.tokenMaxInFlight, counters.tokenInFlight);
  try {
    await token(ctx, params, next);
  } finally {
    counters.tokenInFlight -= 1;
  }
}

async function token(ctx, params, next) {
  if (state.knobs.tokenLatencyMs) await new Promise((resolve) => { setTimeout(resolve, state.knobs.tokenLatencyMs); });

  await pass();
  const fault = takeFault(params.get('grant_type'));
  if (fault?.mode === 'drop') return drop(ctx);
  if (fault?.mode === 'respond') {
    if (fault.retryAfter) ctx.set('retry-after', String(fault.retryAfter));
    const body = { error: fault.error ?? 'temporarily_unavailable', error_description: fault.error_description };
    return json(ctx, body, fault.status ?? 503);
  }

  const refusal = mapTokenParams(params);
  if (refusal) {
    increment(state.counters.tokenErrors, refusal.error);
    return json(ctx, refusal, 400);
  }
  setBody(ctx, params);
  const refreshToken = params.get('refresh_token');
  if (refreshToken && state.knobs.serializeRefresh) await oneAtATime(refreshToken, next);
  else await next();
  return fault?.mode === 'dropAfter' ? drop(ctx) : undefined; // the tokens are rotated, the answer is lost
}

function takeFault(grant) {
  const fault = state.knobs.failNextToken;
  if (!fault || fault.count <= 0 || (fault.grant && fault.grant !== grant)) return undefined;
  fault.count -= 1;
  state.counters.injectedFailures += 1;
  const mode = fault.mode ?? 'respond';
  note('injected', { mode, grant });
  return { ...fault, mode };
}

function drop(ctx) {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

// oidc-provider takes a body that is parsed already, and warns about it once.
function setBody(ctx, params) {
  const one = (values) => (values.length > 1 ? values : values[0]);
  ctx.req.body = Object.fromEntries([...new Set(params.keys())].map((key) => [key, one(params.getAll(key))]));
}

const queues = new Map();

async function oneAtATime(key, work) {
  const turn = (queues.get(key) ?? Promise.resolve()).then(work);
  const settled = turn.catch(() => undefined);
  queues.set(key, settled);
  try {
    await turn;
  } finally {
    if (queues.get(key) === settled) queues.delete(key);
  }
}
