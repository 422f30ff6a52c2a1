import { createScreen } from '../../local/screen';

function screenOf(isTTY: boolean, { columns = 80, env = {} } = {}) {
  let written = '';
  const stream = {
    isTTY,
    columns,
    write: (text: string | Uint8Array) => {
      written += text;
      return true;
    },
  };
  return { screen: createScreen(stream, env), written: () => written.replaceAll('\r\x1b[K', '<clear>') };
}

test('in a terminal the changing line is replaced, and stays below what is written meanwhile', () => {
  const { screen, written } = screenOf(true);
  screen.live('running, 1 s');
  screen.live('running, 2 s');
  screen.say('12:00:00 a line of the log');
  screen.live(undefined);
  screen.say('It ended.');
  expect(written()).toBe(
    '<clear>running, 1 s<clear>running, 2 s<clear>12:00:00 a line of the log\nrunning, 2 s<clear>It ended.\n',
  );
});

test('a line that has not changed is not drawn again, and none is not taken away', () => {
  const { screen, written } = screenOf(true);
  screen.live(undefined);
  screen.live('running');
  screen.live('running');
  expect(written()).toBe('<clear>running');
});

test('the changing line is cut before it would wrap', () => {
  const { screen, written } = screenOf(true, { columns: 8 });
  screen.live('running, 1 s');
  expect(written()).toBe('<clear>running');
});

test.each([
  ['elsewhere than in a terminal', screenOf(false)],
  ['in a terminal that can take nothing back', screenOf(true, { env: { TERM: 'dumb' } })],
])('%s there is no changing line', (_where, { screen, written }) => {
  screen.live('running');
  screen.say('It ended.');
  expect([screen.isTerminal, written()]).toEqual([false, 'It ended.\n']);
});
