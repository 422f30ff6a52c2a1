/** People paste it with `Bearer` before it, sometimes twice, and with blanks. Undefined if it is no token of Databricks. */
export function readPersonalAccessToken(text: string): string | undefined {
  const token = text.replace(/\s/g, '').replace(/^(Bearer)+/i, '');
  return /^dapi[\w-]+$/.test(token) ? token : undefined;
}
