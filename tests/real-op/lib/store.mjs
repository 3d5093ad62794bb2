// oidc-provider's own store in memory drops the oldest of 1000 entries, live refresh tokens among them. This keeps all.
import { applications } from './tenant.mjs';

const entries = new Map();
const keysByGrant = new Map();
const sessionByUid = new Map();
const ungranted = ['Session', 'Interaction'];

export class Store {
  constructor(model) { this.model = model; }

  key(id) { return `${this.model}:${id}`; }

  async upsert(id, payload, expiresIn) {
    const key = this.key(id);
    const expires = expiresIn ? Date.now() + (expiresIn + 30) * 1000 : Infinity;
    entries.set(key, { payload, expires });
    if (this.model === 'Session') sessionByUid.set(payload.uid, id);
    if (payload.grantId && !ungranted.includes(this.model)) {
      keysByGrant.set(payload.grantId, (keysByGrant.get(payload.grantId) ?? new Set()).add(key));
    }
  }

  async find(id) {
    const entry = entries.get(this.key(id));
    if (entry && entry.expires < Date.now()) {
      entries.delete(this.key(id));
      return undefined;
    }
    return entry && { ...entry.payload };
  }

  async findByUid(uid) { return this.find(sessionByUid.get(uid)); }

  async findByUserCode() { return undefined; }

  async consume(id) {
    const entry = entries.get(this.key(id));
    if (entry) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) };
  }

  async destroy(id) { entries.delete(this.key(id)); }

  async revokeByGrantId(grantId) {
    for (const key of keysByGrant.get(grantId) ?? []) entries.delete(key);
    keysByGrant.delete(grantId);
  }
}

// Applications live in the store, not in the configuration: so a test can add its addresses while the provider runs.
const clients = new Store('Client');
await Promise.all(applications.map((application) => clients.upsert(application.client_id, application)));

const merged = (known, more = []) => [...new Set([...known, ...more])];

/** Adds addresses to one application, or to all when the client_id is left out, and replaces its public keys. */
export async function register({ client_id: only, backchannel_logout_uri: backchannel, jwks, ...added }) {
  const chosen = applications.filter((application) => !only || application.client_id === only);
  for (const application of chosen) {
    for (const list of ['redirect_uris', 'post_logout_redirect_uris']) {
      application[list] = merged(application[list], added[list]);
    }
    if (backchannel) application.backchannel_logout_uri = backchannel;
    if (jwks) application.jwks = jwks;
    await clients.upsert(application.client_id, { ...application });
  }
  return chosen.map((application) => application.client_id);
}
