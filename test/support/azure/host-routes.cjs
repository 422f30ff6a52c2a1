/**
 * Leads connections by https to stand-ins on this machine: to their port, and with their certificate as one to trust.
 * Nothing else about a connection changes, so the certificate still has to be one for the name that is asked for. Names
 * that it does not know are not there: no test reaches the outside. A test uses it by `routeHosts`; another process has it
 * preloaded, with the routes in TEST_HOST_ROUTES.
 */
const { Agent } = require('node:https');

const HERE = /^(?:localhost|127\.0\.0\.1|::1)$/;
const routes = new Map();
const original = Agent.prototype.createConnection;

function createConnection(options, callback) {
  const { host } = options;
  if (HERE.test(host)) return original.call(this, options, callback);
  const route = routes.get(host);
  if (!route) return original.call(this, { ...options, lookup: findNothing }, callback);
  const { port, certificate } = route;
  return original.call(this, { ...options, host: '127.0.0.1', port, ca: certificate }, callback);
}

function findNothing(hostname, _options, done) {
  const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
  done(Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname }));
}

/** Returns the way back. */
function addRoutes(more) {
  for (const [host, route] of Object.entries(more)) routes.set(host, route);
  Agent.prototype.createConnection = createConnection;
  return () => {
    for (const host of Object.keys(more)) routes.delete(host);
    if (routes.size === 0) Agent.prototype.createConnection = original;
  };
}

if (process.env.TEST_HOST_ROUTES) addRoutes(JSON.parse(process.env.TEST_HOST_ROUTES));

module.exports = { addRoutes };
