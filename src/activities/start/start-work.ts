import type { SecretSource } from '../../adapters/credentials/parameter-secrets';
import type { Databricks } from '../../adapters/databricks/databricks';
import type { Work } from '../../contract/runs/request/run-plan';
import type { Statement } from '../../contract/runs/request/statement';
import type { Answer } from '../../domain/answer';
import { resolveSecrets } from './resolve-secrets';
import { startUpdate } from './start-update';

export interface StartTools {
  readSecret: SecretSource;
}

interface StartFacts {
  databricks: Databricks;
  /** Of a job. */
  jobId: string | undefined;
  /** The same for all tries of one attempt. */
  token: string;
  /** When an earlier try was made that may have got through. */
  triedAt: string | undefined;
  /** Whether what is found at Databricks is known to be of another run of this app. */
  isOfOther(runId: string): Promise<boolean>;
}

type Send = () => Promise<Answer<{ runId: string }>>;

/** Makes the request that starts the work. What it lacks is found out before anybody could take it for sent. */
export async function prepareStart(work: Work, facts: StartFacts, { readSecret }: StartTools): Promise<Answer<Send>> {
  const { databricks, jobId, token, triedAt, isOfOther } = facts;
  switch (work.kind) {
    case 'job': {
      const resolved = await resolveSecrets(work.runNow, readSecret);
      if (!resolved.ok) return resolved;
      const { runNow, values: secrets } = resolved.value;
      const body = { ...runNow, job_id: jobId, idempotency_token: token };
      return ready(() => databricks.runNow(body, { secrets }));
    }
    case 'submit':
      return ready(() => databricks.submit({ ...work.submit, idempotency_token: token }));
    case 'pipeline':
      return ready(() => startUpdate({ update: work.pipeline, triedAt, isOfOther }, databricks.pipelines));
    case 'sql':
      return ready(() => startStatement(work.sql, databricks));
  }
}

async function startStatement(statement: Statement, { statements }: Databricks): Promise<Answer<{ runId: string }>> {
  const answer = await statements.execute(statement);
  return answer.ok ? { ok: true, value: { runId: answer.value.statementId } } : answer;
}

const ready = (send: Send): Answer<Send> => ({ ok: true, value: send });
