import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '../../src/config/settings-error';
import { CannotGoOn } from './cannot-go-on';
import { type Made, makeClient } from './make-client';
import { HELP, readOptions } from './options';

/** The built program is in dist/clients/scripts. */
const ROOT = join(__dirname, '../../..');

function main(): void {
  const folders = { root: ROOT, folder: process.env.INIT_CWD ?? process.cwd() };
  const options = readOptions(process.argv.slice(2), process.env, folders);
  if (options) tell(makeClient(options), options.out);
  else console.log(HELP);
}

/** The note goes where the text does not. */
function tell({ text, note }: Made, out: string | undefined): void {
  if (out === undefined) process.stdout.write(text);
  else write(out, text);
  console.error(note);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CannotGoOn(`--out can't be written: ${(error as Error).message}.`);
  }
  console.error(`Written: ${file}`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof CannotGoOn) && !(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
