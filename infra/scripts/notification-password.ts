import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CannotGoOn } from './step.ts';

/** From the environment, from a file or program, or from whoever sits there: no argument, which others could see. */
export async function notificationPassword(env: NodeJS.ProcessEnv): Promise<string> {
  const given = env.NOTIFICATION_PASSWORD || (process.stdin.isTTY ? await askUnseen() : await text(process.stdin));
  const password = given.trim();
  if (/^[!-~]{16,200}$/.test(password) && !/^@Microsoft\./i.test(password)) return password;
  throw new CannotGoOn(
    'The password (NOTIFICATION_PASSWORD, or the standard input) must be that of the app: 16 to 200 visible ASCII characters.',
  );
}

async function askUnseen(): Promise<string> {
  process.stdout.write('Password (NOTIFICATION_PASSWORD of the app): ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stdout.write('\n');
  }
}
