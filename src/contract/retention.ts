/** For how many days what is kept. */
export interface Retention {
  /** The answers of Databricks about what a run has left, after its end. */
  outputsDays: number;
  /** The orchestration of a run, after its end: with it goes what is shown of a run beside its row. */
  instancesDays: number;
  /** The row of a run, after its end. */
  runsDays: number;
}
