// Turns oidc-provider's events into counters, notes and the log of exchanges.
import { exchanged, fingerprint, increment, note, state } from './state.mjs';
import { endpointOf } from './traffic.mjs';

const errorEvents = [
  'server_error',
  'authorization.error',
  'pushed_authorization_request.error',
  'end_session.error',
  'userinfo.error',
];

export function observe(provider) {
  const count = (event, counter) => provider.on(event, () => { state.counters[counter] += 1; });
  count('refresh_token.saved', 'refreshTokensIssued');
  count('refresh_token.consumed', 'refreshTokensConsumed');
  count('access_token.saved', 'accessTokensIssued');
  count('access_token.issued', 'accessTokensIssued');
  count('grant.revoked', 'grantsRevoked');
  count('backchannel.success', 'backchannelOk');
  count('backchannel.error', 'backchannelErrors');
  count('end_session.success', 'logouts');

  provider.on('grant.success', (ctx) => {
    const { oidc, body } = ctx;
    const { grant_type: grant, refresh_token: refreshToken } = oidc.params;
    increment(state.counters.tokenOk, grant);
    const audience = oidc.entities.AccessToken?.resourceServer?.identifier();
    note('token.ok', { grant, audience, refreshToken: fingerprint(refreshToken), scope: body?.scope });
    exchanged(ctx, 'granted');
  });
  provider.on('grant.error', (ctx, { name, error, error_detail: detail }) => {
    const { oidc } = ctx;
    increment(state.counters.tokenErrors, error ?? name);
    const reuse = detail === 'refresh token already used';
    if (reuse) state.counters.reuseDetections += 1;
    const { grant_type: grant, refresh_token: refreshToken } = oidc?.params ?? {};
    note('token.error', { grant, error, detail, refreshToken: fingerprint(refreshToken) });
    exchanged(ctx, reuse ? 'reuse' : 'refused');
  });
  provider.on('grant.revoked', (ctx, id) => {
    note('grant.revoked', { grant: fingerprint(id) });
    if (endpointOf(ctx.path) === 'token') state.counters.grantsRevokedForReuse += 1; // nobody had asked for it
  });
  provider.on('backchannel.success', (ctx, { clientId }, sub, sid) => note('backchannel.ok', { clientId, sub, sid }));
  provider.on('backchannel.error', (ctx, { message }, { clientId }) => note('backchannel.error', { clientId, message }));
  provider.on('end_session.success', () => note('logout'));
  for (const event of errorEvents) {
    provider.on(event, (ctx, error) => {
      note(event, { message: error.message, detail: error.error_detail });
      if (event === 'server_error') console.error(error);
    });
  }
}
