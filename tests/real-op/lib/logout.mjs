// Logout without a page: the confirmation form is posted here, on behalf of the browser.
import { endpointOf } from './traffic.mjs';

const nameOf = (cookie) => cookie.slice(0, cookie.indexOf('='));

export const logout = (origin) => async (ctx, next) => {
  await next();
  if (endpointOf(ctx.path) !== 'endSession' || ctx.status !== 200 || typeof ctx.body !== 'string') return;
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(ctx.body)?.[1];
  if (!xsrf) return;

  const sent = (ctx.get('cookie') || '').split(/;\s*/).filter(Boolean);
  const set = [].concat(ctx.response.get('set-cookie') || []).map((cookie) => cookie.split(';')[0]);
  const cookies = new Map([...sent, ...set].map((cookie) => [nameOf(cookie), cookie]));
  const answer = await fetch(`${origin}${ctx.path}/confirm`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ xsrf, logout: 'yes' }),
    headers: { cookie: [...cookies.values()].join('; ') },
  });
  ctx.remove('set-cookie');
  ctx.body = '';
  ctx.status = answer.status;
  ctx.set('set-cookie', answer.headers.getSetCookie());
  ctx.set('location', answer.headers.get('location') ?? '/');
};
