// Login without a page: login_hint names the user, alice when there is none.
import { state } from './state.mjs';

export const login = (provider) => async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  const { prompt, params } = await provider.interactionDetails(ctx.req, ctx.res);
  const accepted = {
    login: { accountId: params.login_hint ?? 'alice', amr: ['pwd'] },
    ...(prompt.name === 'consent' ? { consent: {} } : {}),
  };
  const denied = { error: 'access_denied', error_description: 'the user said no' };
  const result = state.knobs.login === 'deny' ? denied : accepted;
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
  ctx.status = 303;
  return undefined;
};
