// What the environment says, read once.
const { env } = process;

export const settings = Object.freeze({
  port: Number(env.OP_PORT ?? 9400), // 0: any free port, named in the ready line
  app: env.OP_APP ?? 'http://127.0.0.1:9500',
  auth0: env.OP_PROFILE === 'auth0', // Auth0's paths and its issuer with a trailing slash
  redirects: env.OP_REDIRECTS?.split(',') ?? [],
  tlsPem: env.OP_TLS_PEM, // key and certificate of a second listener, for clients with a certificate
  exitWithStdin: env.OP_EXIT_WITH_STDIN === '1', // so that a killed test run leaves no server behind
});
