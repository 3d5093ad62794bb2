// What the end-to-end tests rely on, asked of the provider alone: `npm test`.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after, before, beforeEach, test } from 'node:test';

const secret = 'secret-secret-secret-secret-secret-0123456789';
const callback = 'http://localhost:61234/callback';
const api = 'https://api.example.com';
const analytics = 'https://analytics.example.com';
let server;
let discovery;

before(async () => {
  const env = { ...process.env, OP_PORT: '0', OP_PROFILE: 'auth0', OP_EXIT_WITH_STDIN: '1' };
  const stdio = ['pipe', 'pipe', 'ignore'];
  server = spawn(process.execPath, ['server.mjs'], { cwd: import.meta.dirname, env, stdio });
  const ready = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
  const issuer = /^op ready (\S+)/.exec(ready.value)[1];
  discovery = await (await fetch(`${issuer}.well-known/openid-configuration`)).json();
  await admin('clients', { redirect_uris: [callback] });
});
after(() => server.stdin.end());
beforeEach(() => admin('reset', {}));

const admin = async (path, body) => {
  const post = body && { method: 'POST', body: JSON.stringify(body) };
  return (await fetch(`${discovery.issuer}admin/${path}`, post)).json();
};

async function token(params, credentials = { client_id: 'web-post', client_secret: secret }) {
  const body = new URLSearchParams({ ...credentials, ...params });
  const answer = await fetch(discovery.token_endpoint, { method: 'POST', body });
  return { status: answer.status, headers: answer.headers, ...(await answer.json()) };
}

const refresh = (current, more = {}) => token({ grant_type: 'refresh_token', refresh_token: current, ...more });

const claims = (jwt) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

async function signIn(more = {}, credentials = undefined) {
  const verifier = crypto.randomBytes(32).toString('base64url');
  let url = new URL(discovery.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: 'web-post',
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid profile offline_access read:api',
    audience: api,
    code_challenge: crypto.createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  const cookies = new Map();
  while (!url.href.startsWith(callback)) {
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies.values()].join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) cookies.set(cookie.split('=')[0], cookie.split(';')[0]);
    if (!answer.headers.has('location')) return { page: await answer.text() };
    url = new URL(answer.headers.get('location'), url);
  }
  const code = url.searchParams.get('code');
  if (!code) return Object.fromEntries(url.searchParams);
  return token({ grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier }, credentials);
}

function assertion(alg, key) {
  const now = Math.floor(Date.now() / 1000);
  const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const signed = `${part({ alg })}.${part({
    iss: 'web-key', sub: 'web-key', aud: discovery.issuer, jti: crypto.randomUUID(), iat: now, exp: now + 60,
  })}`;
  const padding = alg === 'PS256' ? crypto.constants.RSA_PKCS1_PSS_PADDING : undefined;
  const saltLength = crypto.constants.RSA_PSS_SALTLEN_DIGEST;
  const signature = crypto.sign('sha256', signed, { key, padding, saltLength, dsaEncoding: 'ieee-p1363' });
  return {
    client_id: 'web-key',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: `${signed}.${signature.toString('base64url')}`,
  };
}

test('the issuer ends with a slash and the paths are those of Auth0', () => {
  assert.match(discovery.issuer, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  assert.equal(discovery.token_endpoint, `${discovery.issuer}oauth/token`);
});

test('a login gives the token of its audience with the scopes asked for, and a claim for the name', async () => {
  const tokens = await signIn({ login_hint: 'bob' });
  assert.equal(claims(tokens.access_token).aud, api);
  assert.deepEqual(claims(tokens.access_token).scope.split(' ').filter((scope) => scope.includes(':')), ['read:api']);
  assert.equal(claims(tokens.id_token).name, 'Bob Example');
});

test('one rotating refresh token gives tokens for every audience of the policies', async () => {
  let { refresh_token: current } = await signIn();
  for (const audience of [analytics, 'https://admin.example.com', api]) {
    const answer = await refresh(current, { audience });
    assert.equal(claims(answer.access_token).aud, audience);
    assert.notEqual(answer.refresh_token, current);
    current = answer.refresh_token;
  }
});

test('an audience outside the policies gives the token of the login audience', async () => {
  const { refresh_token: current } = await signIn();
  assert.equal(claims((await refresh(current, { audience: 'https://billing.example.com' })).access_token).aud, api);
});

test('a spent refresh token is refused and takes its family with it', async () => {
  const { refresh_token: first } = await signIn();
  const { refresh_token: second } = await refresh(first);
  assert.equal((await refresh(first)).error, 'invalid_grant');
  assert.equal((await refresh(second)).error, 'invalid_grant');
  const { reuseDetections, grantsRevoked, grantsRevokedForReuse } = await admin('counters');
  assert.deepEqual([reuseDetections, grantsRevoked, grantsRevokedForReuse], [1, 1, 1]);
});

test('a refresh token that its application revokes takes its family along, for no reuse', async () => {
  const { refresh_token: current } = await signIn();
  const body = new URLSearchParams({ client_id: 'web-post', client_secret: secret, token: current });
  await fetch(discovery.revocation_endpoint, { method: 'POST', body });
  const { grantsRevoked, grantsRevokedForReuse } = await admin('counters');
  assert.deepEqual([grantsRevoked, grantsRevokedForReuse], [1, 0]);
});

test('the log tells of each exchange who got what for which generation, and shows no token', async () => {
  const { refresh_token: first } = await signIn({ login_hint: 'bob' });
  const second = await refresh(first, { audience: analytics });
  const third = await refresh(second.refresh_token, { audience: api, scope: 'read:api' });
  await refresh(second.refresh_token);
  const log = await admin('exchanges');

  assert.deepEqual(
    log.map(({ grant, outcome, user, audience, generation }) => [grant, outcome, user, audience, generation]),
    [
      ['authorization_code', 'granted', 'bob', api, undefined],
      ['refresh_token', 'granted', 'bob', analytics, 1],
      ['refresh_token', 'granted', 'bob', api, 2],
      ['refresh_token', 'reuse', 'bob', undefined, 2],
    ],
  );
  assert.equal(new Set(log.map(({ family }) => family)).size, 1);
  assert.equal(log[2].scope, claims(third.access_token).scope);
  assert.equal(log[2].accessToken, crypto.createHash('sha256').update(third.access_token).digest('hex'));
  assert.ok(Math.abs(log[2].t / 1000 - claims(third.access_token).iat) < 2);
  for (const secretly of [first, third.refresh_token, third.access_token]) {
    assert.ok(!JSON.stringify(log).includes(secretly));
  }
});

test('the log names the caller as its header does', async () => {
  const { refresh_token: current } = await signIn();
  const body = new URLSearchParams({
    client_id: 'web-post', client_secret: secret, grant_type: 'refresh_token', refresh_token: current,
  });
  await fetch(discovery.token_endpoint, { method: 'POST', body, headers: { 'auth0-client': 'one' } });
  assert.deepEqual((await admin('exchanges')).map(({ telemetry }) => telemetry), [undefined, 'one']);
});

test('of ten refreshes at once exactly one is granted', async () => {
  const { refresh_token: current } = await signIn();
  const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(current)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
});

test('a held call is answered when it is let go', async () => {
  const { refresh_token: current } = await signIn();
  await admin('hold', {});
  const answer = refresh(current);
  await admin('arrived', { count: 1 });
  assert.equal((await admin('counters')).tokenOk.refresh_token, undefined);
  await admin('release', {});
  assert.equal((await answer).status, 200);
});

test('an injected failure leaves the refresh token as it was', async () => {
  const { refresh_token: current } = await signIn();
  await admin('knobs', { failNextToken: { count: 1, status: 429, retryAfter: 2 } });
  const refused = await refresh(current);
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '2']);
  assert.equal((await refresh(current)).status, 200);
});

test('an answer that is lost has spent the refresh token all the same', async () => {
  const { refresh_token: current } = await signIn();
  await admin('knobs', { failNextToken: { count: 1, mode: 'dropAfter' } });
  await assert.rejects(refresh(current));
  assert.equal((await refresh(current)).error, 'invalid_grant');
});

test('a user who says no comes back with access_denied', async () => {
  await admin('knobs', { login: 'deny' });
  assert.equal((await signIn()).error, 'access_denied');
});

test('an application proves with any of its keys who it is, and with no other', async () => {
  const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = [rsa, ec].map(({ publicKey }) => publicKey.export({ format: 'jwk' }));
  await admin('clients', { client_id: 'web-key', jwks: { keys } });
  for (const [alg, { privateKey }] of [['RS256', rsa], ['PS256', rsa], ['ES256', ec]]) {
    assert.equal((await signIn({ client_id: 'web-key' }, assertion(alg, privateKey))).status, 200, alg);
  }
  const refused = await signIn({ client_id: 'web-key' }, assertion('ES256', other.privateKey));
  assert.equal(refused.error, 'invalid_client');
});

test('an application that must push its requests is refused in the browser', async () => {
  assert.equal((await signIn({ client_id: 'web-par' })).error, 'invalid_request');
});

test('the answer comes as a form that posts itself', async () => {
  const { page } = await signIn({ response_mode: 'form_post' });
  assert.match(page, /<form method="post" action="http:\/\/localhost:61234\/callback">/);
  assert.match(page, /name="code"/);
});

test('each login is counted, and waits for a click where it is told to', async () => {
  await signIn();
  assert.equal((await admin('counters')).logins, 1);
  await admin('knobs', { login: 'page' });
  assert.match((await signIn()).page, /<form method="post">/);
  assert.equal((await admin('counters')).logins, 1);
});
