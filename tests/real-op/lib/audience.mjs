// Auth0's `audience` parameter in terms of oidc-provider's `resource` (RFC 8707).
import { increment, note, state } from './state.mjs';
import { apis, oidcScopes, policies } from './tenant.mjs';

const split = (scope) => (scope ?? '').split(' ').filter(Boolean);

/** At /authorize and PAR: the audience first, then every other one of the policies, with the scopes widened to them. */
export function mapAuthorizeParams(params) {
  if (params.get('request_uri')) return;
  const scopes = new Set(split(params.get('scope') ?? 'openid'));
  if (scopes.has('offline_access')) params.set('x_offline', '1');
  const audience = params.get('audience');
  params.delete('audience');
  if (!audience) return;

  params.delete('resource');
  params.append('resource', audience);
  if (state.knobs.mrrt && scopes.has('offline_access')) {
    for (const [other, policy] of Object.entries(policies)) {
      if (other === audience) continue;
      params.append('resource', other);
      policy.forEach((scope) => scopes.add(scope));
    }
    if (state.knobs.widenLoginAudience) (policies[audience] ?? []).forEach((scope) => scopes.add(scope));
  }
  params.set('scope', [...scopes].join(' '));
}

/** At /oauth/token. Gives the body of a refusal, or nothing when oidc-provider is to answer. */
export function mapTokenParams(params) {
  const grant = params.get('grant_type');
  const audience = params.get('audience');
  params.delete('audience');
  if (grant === 'authorization_code') return undefined; // bound at /authorize
  if (grant !== 'refresh_token') {
    if (audience) params.set('resource', audience);
    return undefined;
  }

  const outside = audience && !policies[audience] ? state.knobs.unknownAudience : undefined;
  if (outside === 'error') return { error: 'invalid_target', error_description: `audience ${audience} is not allowed` };
  if (outside === 'ignore') note('audience.ignored', { audience });
  else if (audience) params.set('resource', audience);

  increment(state.counters.refreshByAudience, params.get('resource') ?? '(none)');
  if (state.knobs.extraScope === 'filter') dropScopesOutsidePolicy(params);
  return undefined;
}

function dropScopesOutsidePolicy(params) {
  const audience = params.get('resource');
  const allowed = audience ? policies[audience] ?? apis[audience] ?? [] : Object.values(policies).flat();
  const kept = split(params.get('scope')).filter((scope) => oidcScopes.includes(scope) || allowed.includes(scope));
  if (kept.length) params.set('scope', kept.join(' '));
  else params.delete('scope');
}
