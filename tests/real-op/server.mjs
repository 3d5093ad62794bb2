// A real OpenID Provider on loopback for the end-to-end tests. README.md says what it does and how to steer it.
import http from 'node:http';
import https from 'node:https';
import { admin } from './lib/admin.mjs';
import { login } from './lib/login.mjs';
import { logout } from './lib/logout.mjs';
import { observe } from './lib/observe.mjs';
import { createProvider } from './lib/provider.mjs';
import { settings } from './lib/settings.mjs';
import { traffic } from './lib/traffic.mjs';

async function listen(listener, port) {
  await new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${listener.address().port}`;
}

// The issuer names the port, so the port comes first.
const server = http.createServer();
const origin = `http://${await listen(server, settings.port)}`;
// Asks for a certificate and takes any: which one a client has is for the provider to check.
const certificates = settings.tlsPem && https.createServer(
  { cert: settings.tlsPem, key: settings.tlsPem, requestCert: true, rejectUnauthorized: false },
);
const certificateOrigin = certificates && `https://${await listen(certificates, 0)}`;
const issuer = settings.auth0 ? `${origin}/` : origin;

const provider = createProvider(issuer, certificateOrigin);
observe(provider);
provider.use(admin(provider));
provider.use(traffic);
provider.use(login(provider));
provider.use(logout(origin));
server.on('request', provider.callback());
certificates?.on('request', provider.callback());

function stop() {
  certificates?.closeAllConnections();
  certificates?.close();
  server.closeAllConnections();
  server.close(() => process.exit(0));
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (settings.exitWithStdin) process.stdin.on('end', stop).on('error', stop).resume();

console.log(`op ready ${issuer} pid ${process.pid} node ${process.version}`);
