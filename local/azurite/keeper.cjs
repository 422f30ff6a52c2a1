/**
 * Runs Azurite in a process of its own, which outlives the host for as long as it takes to write everything down.
 *
 * Azurite holds its tables, and the lists of its blobs and messages, in memory and saves them every five seconds. If it
 * died with the host, up to five seconds of acknowledged writes would go too, and the host may be killed at any time.
 * So the host holds a channel to this process. When the channel closes, for whatever reason, the host is dead.
 *
 *   host → keeper   { dataDir, ports: { blob, queue, table } }    once; until then the keeper touches no data
 *                   'stop'
 *   keeper → host   { ready: { blob, queue, table } }             the ports it listens on
 *                   { failed: { problem, message } }              at the start, or later; then it exits
 *
 * Plain JavaScript, because it is started as a file, by the built host and from the tests alike.
 */
'use strict';
const { get } = require('node:http');

const ANSWER_WITHIN_MS = 2_000;
const EXIT_WITHIN_MS = 10_000;

let servers = {};
let starting;
let ready = false;
let stopping = false;

async function start({ dataDir, ports }) {
  const { createServers, reportFailedSaves } = require('./azurite-servers.cjs');
  servers = createServers(dataDir, ports);
  reportFailedSaves((error) => stopping || fail(new Error(`it cannot save its data: ${error.message ?? error}`)));
  await Promise.all(Object.entries(servers).map(startServer));
  ready = true;
  send({
    ready: Object.fromEntries(Object.entries(servers).map(([name, { httpServer }]) => [name, portOf(httpServer)])),
  });
}

async function startServer([name, server]) {
  try {
    await server.start();
  } catch (error) {
    throw new Error(`${name} service: ${error?.message ?? error}`, { cause: error });
  }
  await answer(portOf(server.httpServer));
  // Azurite closes a service by itself when its garbage collection fails.
  server.httpServer.once('close', () => stopping || fail(new Error(`its ${name} service closed`)));
}

/** Whatever it says: what a server loads late is loaded then. */
function answer(port) {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, (response) => response.resume().on('end', resolve)).on(
      'error',
      reject,
    );
  });
}

function portOf(httpServer) {
  return httpServer.address().port;
}

function fail(error) {
  if (ready) console.error(error);
  const failed = { problem: problemOf(error), message: error?.message ?? String(error) };
  // Nothing is saved before the start is complete: what could not be loaded must not be written over.
  send({ failed }, () => (ready ? stop(1) : process.exit(1)));
}

function problemOf(error) {
  if (error?.cause?.syscall === 'listen') return 'port';
  return error?.code === 'MODULE_NOT_FOUND' ? 'package' : 'data';
}

function send(message, then = () => {}) {
  if (process.connected) process.send(message, then);
  else then();
}

async function stop(exitCode) {
  if (stopping) return;
  stopping = true;
  process.exitCode = exitCode;
  setTimeout(() => process.exit(1), EXIT_WITHIN_MS).unref();
  await starting;
  for (const { reason } of await Promise.allSettled(Object.values(servers).map(close))) {
    if (!reason) continue;
    process.exitCode = 1;
    console.error(reason);
  }
  // The process ends when nothing is left to do: an exit by force could cut short a file that is being written.
  if (process.connected) process.disconnect();
}

async function close(server) {
  await answerTheLast(server.httpServer);
  require('./azurite-servers.cjs').markUnsaved(server);
  await server.close();
}

/** What is acknowledged while a server closes has to be saved as well, so the requests under way go first. */
async function answerTheLast(httpServer) {
  if (!httpServer.listening) return;
  const idle = setInterval(() => httpServer.closeIdleConnections(), 20);
  const late = setTimeout(() => httpServer.closeAllConnections(), ANSWER_WITHIN_MS);
  await new Promise((resolve) => httpServer.close(resolve));
  clearInterval(idle);
  clearTimeout(late);
}

process.on('message', (order) => {
  if (order === 'stop') stop(0);
  else starting = start(order).catch(fail);
});
process.on('disconnect', () => stop(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
process.on('uncaughtException', fail);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}); // nobody reads when the host is dead
