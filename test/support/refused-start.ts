import { connectionString } from '../../local/azurite/connection-string';
import { runHost } from './host-process';

const NOWHERE = { AzureWebJobsStorage: connectionString({ blob: 1, queue: 1, table: 1 }) };

/**
 * The one line with which a host refuses to start, in time. Its storage cannot be reached, and what is to be refused
 * has to be found before that.
 */
export async function refusedStart(args: string[], env: Record<string, string> = NOWHERE): Promise<string> {
  const began = performance.now();
  const { code, output: all } = await runHost(args, env);
  const output = all.replace(/^\S+ azurite: One of the ports .*\n/, ''); // another test has them
  expect(output).toMatch(/^[^\n]+\n$/);
  expect(code).toBe(1);
  expect(performance.now() - began).toBeLessThan(5000);
  return output.trimEnd();
}

/** The same for an app, which the line calls APP. */
export async function refusedApp(app: string, env?: Record<string, string>): Promise<string> {
  const line = await refusedStart(['--app', app, '--data', `${app}/.local`, '--port', '0'], env);
  return line.replaceAll(app, 'APP');
}
