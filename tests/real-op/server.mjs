// A real OpenID Provider on loopback for the end-to-end tests. README.md says what it does and how to steer it.
import http from 'node:http';
import { admin } from './lib/admin.mjs';
import { login } from './lib/login.mjs';
import { logout } from './lib/logout.mjs';
import { observe } from './lib/observe.mjs';
import { createProvider } from './lib/provider.mjs';
import { settings } from './lib/settings.mjs';
import { traffic } from './lib/traffic.mjs';

const server = http.createServer();

// The issuer names the port, so the port comes first.
await new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(settings.port, '127.0.0.1', resolve);
});
const origin = `http://127.0.0.1:${server.address().port}`;
const issuer = settings.auth0 ? `${origin}/` : origin;

const provider = createProvider(issuer);
observe(provider);
provider.use(admin(provider));
provider.use(traffic);
provider.use(login(provider));
provider.use(logout(origin));
server.on('request', provider.callback());

function stop() {
  server.closeAllConnections();
  server.close(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (settings.exitWithStdin) process.stdin.on('end', stop).on('error', stop).resume();

console.log(`op ready ${issuer} pid ${process.pid} node ${process.version}`);
