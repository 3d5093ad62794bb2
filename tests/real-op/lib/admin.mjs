// The remote control of the tests.
import { json, readBody } from './body.mjs';
import { arrived, hold, letGo } from './gate.mjs';
import { reset, state } from './state.mjs';
import { register } from './store.mjs';
import { apis, applications, policies } from './tenant.mjs';

export const admin = (provider) => {
  const questions = {
    ready: () => ({ ok: true, pid: process.pid, node: process.version }),
    config: () => ({ issuer: provider.issuer, apis, policies }),
    counters: () => state.counters,
    events: () => state.events,
    exchanges: () => state.exchanges,
    knobs: () => state.knobs,
    clients: () => applications.map(({ client_secret, ...open }) => open),
  };
  const commands = {
    reset: () => { letGo(); reset(); return { ok: true }; },
    hold: () => { hold(); return { ok: true }; },
    release: () => { letGo(); return { ok: true }; },
    arrived: async ({ count = 1 }) => { await arrived(count); return { ok: true }; },
    knobs: (changes) => Object.assign(state.knobs, changes),
    clients: async (changes) => ({ registered: await register(changes) }),
    'backchannel-logout': logOutOverBackchannel,
  };

  // { client_id, sub, sid }: sends a signed logout token now.
  async function logOutOverBackchannel({ client_id, sub, sid }) {
    const client = await provider.Client.find(client_id);
    try {
      await client.backchannelLogout(sub, sid);
      state.counters.backchannelOk += 1;
      return { ok: true };
    } catch (error) {
      state.counters.backchannelErrors += 1;
      return { ok: false, error: error.message, cause: error.cause?.message };
    }
  }

  return async (ctx, next) => {
    if (!ctx.path.startsWith('/admin/')) return next();
    const name = ctx.path.slice('/admin/'.length);
    const answer = ctx.method === 'POST' ? commands[name] : questions[name];
    if (!answer) return json(ctx, { error: 'not found' }, 404);
    const body = ctx.method === 'POST' ? JSON.parse((await readBody(ctx.req)) || '{}') : undefined;
    return json(ctx, await answer(body));
  };
};
