// Loaded into the host before everything else: ends the process at an exact request that goes out, as a power cut would,
// once. KILL_AT is "before|after METHOD PART N": the Nth request of that method whose address holds that part.
const { existsSync, writeFileSync } = require('node:fs');
const http = require('node:http');

const [side, method, part, nth] = (process.env.KILL_AT ?? '').split(' ');
const original = http.request;
let count = 0;

http.request = function request(...args) {
  const outgoing = original.apply(this, args);
  if (outgoing.method !== method || !outgoing.path.includes(part)) return outgoing;
  count += 1;
  if (String(count) !== nth) return outgoing;
  if (side === 'before') die();
  outgoing.prependListener('response', die);
  return outgoing;
};

function die() {
  const mark = process.env.KILL_MARK;
  if (existsSync(mark)) return;
  writeFileSync(mark, '');
  process.kill(process.pid, 'SIGKILL');
}
