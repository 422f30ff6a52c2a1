import { join } from 'node:path';
import { StartupError } from '../startup-error';
import { readJsonFile } from './json-file';

/** The parts of host.json that the embedded host obeys. */
export interface HostSettings {
  routePrefix: string;
  hubName: string;
  /** Stamped on every orchestration that names no version. */
  defaultVersion: string | null;
  maxActivities: number;
}

const ACTIVITIES_PER_CORE = 10;

/** Reads host.json. The durable section is looked for where functions v2 and later have it. */
export function readHostSettings(directory: string, env: NodeJS.ProcessEnv, cores: number): HostSettings {
  const file = join(directory, 'host.json');
  const host = readJsonFile(file);
  if (host === undefined)
    throw new StartupError(`There is no ${file}: a functions app needs one. Write {"version":"2.0"}.`);
  if (host.version !== '2.0') throw new StartupError(`${file} must say "version": "2.0".`);
  const extensions = section(host, 'extensions');
  const durable = section(extensions, 'durableTask');
  const provider = section(durable, 'storageProvider');
  const type = String(provider.type ?? 'AzureStorage');
  const connection = String(provider.connectionName ?? provider.connectionStringName ?? 'AzureWebJobsStorage');
  if (type.toLowerCase() !== 'azurestorage' || !/^(AzureWebJobs)?Storage$/.test(connection)) {
    throw new StartupError(
      `${file} asks for the storage provider ${type} with the connection ${connection}, which the embedded host does not ` +
        'support: it keeps its state in AzureWebJobsStorage.',
    );
  }
  const limit = Number(durable.maxConcurrentActivityFunctions);
  const prefix = section(extensions, 'http').routePrefix ?? 'api';
  const hubName = resolveSettings(String(durable.hubName ?? defaultHubName(env)), env);
  if (!/^[a-z][a-z0-9]{2,44}$/i.test(hubName)) {
    throw new StartupError(
      `The task hub name "${hubName}" in ${file} must begin with a letter and hold 3 to 45 letters and digits.`,
    );
  }
  return {
    routePrefix: String(prefix).replace(/^\/|\/$/g, ''),
    hubName,
    defaultVersion: durable.defaultVersion ? String(durable.defaultVersion) : null,
    maxActivities: limit > 0 ? limit : ACTIVITIES_PER_CORE * cores,
  };
}

/** Puts the values of local.settings.json into the environment, which wins. Returns the port that the file names. */
export function applyLocalSettings(directory: string, env: NodeJS.ProcessEnv): { port?: number } {
  const file = join(directory, 'local.settings.json');
  const settings = readJsonFile(file);
  if (!settings) return {};
  if (settings.IsEncrypted === true) {
    throw new StartupError(`${file} is encrypted. Decrypt it: func settings decrypt.`);
  }
  for (const [name, value] of Object.entries(section(settings, 'Values'))) {
    if (typeof value === 'object') throw new StartupError(`The value ${name} in ${file} must be a text.`);
    env[name] ??= String(value);
  }
  const port = Number(section(settings, 'Host').LocalHttpPort);
  return Number.isInteger(port) && port > 0 ? { port } : {};
}

/** A site may have a name that a hub may not. */
function defaultHubName(env: NodeJS.ProcessEnv): string {
  const letters = (env.WEBSITE_SITE_NAME ?? '').replace(/[^a-z0-9]/gi, '');
  if (letters === '') return 'TestHubName';
  const begun = /^[a-z]/i.test(letters) ? letters : `t${letters}`;
  return (begun.length < 3 ? `${begun}Hub` : begun).slice(0, 45);
}

/** A value between percent signs names an app setting. */
export function resolveSettings(text: string, env: NodeJS.ProcessEnv): string {
  return text.replace(/%([^%]+)%/g, (whole, name: string) => env[name] ?? whole);
}

type Section = Record<string, unknown>;

function section(parent: Section, name: string): Section {
  const value = parent[name];
  return typeof value === 'object' && value !== null ? (value as Section) : {};
}
