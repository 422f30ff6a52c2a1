import { delimiter } from 'node:path';

/** The environment with another PATH. Windows may spell the name `Path`, and two spellings must not stand side by side. */
export function withPath(change) {
  const env = { ...process.env };
  const name = Object.keys(env).find((key) => key.toLowerCase() === 'path') ?? 'PATH';
  env[name] = change(searchPath()).join(delimiter);
  return env;
}

export function searchPath() {
  const name = Object.keys(process.env).find((key) => key.toLowerCase() === 'path');
  return name ? process.env[name].split(delimiter).filter(Boolean) : [];
}
