/**
 * Preloaded into a host: kills it, once, at the place that KILL_AT names (`before commit 3`, `after inbox 1`,
 * `before activity last`). The file KILL_MARK remembers that it has happened.
 */
const { existsSync, writeFileSync } = require('node:fs');
const { TableClient } = require('@azure/data-tables');

const { KILL_AT, KILL_MARK } = process.env;

globalThis.killAt = (place, which) => {
  if (`${place} ${which}` !== KILL_AT || existsSync(KILL_MARK)) return;
  writeFileSync(KILL_MARK, KILL_AT);
  process.kill(process.pid, 'SIGKILL');
};

function wrap(method, kindOf) {
  const original = TableClient.prototype[method];
  const counts = {};
  TableClient.prototype[method] = async function wrapped(...args) {
    const kind = kindOf(args);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const count = counts[kind];
    globalThis.killAt(`before ${kind}`, count);
    const result = await original.apply(this, args);
    globalThis.killAt(`after ${kind}`, count);
    return result;
  };
}

wrap('submitTransaction', ([actions]) => (actions[0][0] === 'update' ? 'commit' : 'cleaning'));
wrap('createEntity', ([row]) => ({ instance: 'start', inbox: 'inbox' })[row.rowKey.split(';')[0]] ?? 'lock');
