// Login without a page: login_hint names the user, alice when there is none. With the knob 'page' somebody has to click.
import { state } from './state.mjs';

const page = '<!DOCTYPE html><title>Sign in</title><form method="post"><button>Sign in</button></form>';

export const login = (provider) => async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  if (state.knobs.login === 'page' && ctx.method !== 'POST') {
    ctx.type = 'html';
    ctx.body = page;
    return undefined;
  }
  const { prompt, params } = await provider.interactionDetails(ctx.req, ctx.res);
  const accepted = {
    login: { accountId: params.login_hint ?? 'alice', amr: ['pwd'] },
    ...(prompt.name === 'consent' ? { consent: {} } : {}),
  };
  const denied = { error: 'access_denied', error_description: 'the user said no' };
  const result = state.knobs.login === 'deny' ? denied : accepted;
  if (result.login) state.counters.logins += 1;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
  ctx.status = 303;
  return undefined;
};
