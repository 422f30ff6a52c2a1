import type { SecretSource } from '../../adapters/credentials/parameter-secrets';
import { type RunNow, runNowSchema } from '../../contract/jobs/job-parameters';
import { secretsIn, withSecrets } from '../../contract/secret-reference';
import type { Answer } from '../../domain/answer';

export interface Resolved {
  runNow: RunNow;
  /** What must not be repeated to anybody. */
  values: string[];
}

/** The parameters with the values of their secrets, which exist from here to the request to Databricks only. */
export async function resolveSecrets(runNow: RunNow, readSecret: SecretSource): Promise<Answer<Resolved>> {
  const values = new Map<string, string>();
  for (const name of secretsIn(runNow)) {
    const answer = await readSecret(name);
    if (!answer.ok) return answer;
    values.set(name, answer.value);
  }
  const filled = runNowSchema.safeParse(withSecrets(runNow, values));
  if (filled.success) return { ok: true, value: { runNow: filled.data, values: [...values.values()] } };
  const message = 'The parameters are longer than Databricks takes once the secrets stand in them.';
  return { ok: false, problem: { kind: 'refused', code: 'secretUnavailable', message, mayHaveHappened: false } };
}
