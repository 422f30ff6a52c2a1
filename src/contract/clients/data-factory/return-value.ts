import { type Activity, after } from './pipeline';

/** What the pipeline hands back to one that executes it: `output.pipelineReturnValue.Output` of its activity. */
export function returnRun(name: string, from: string): Activity {
  const run = `activity('${from}').output`;
  const values = {
    RunId: `${run}.id`,
    Outcome: `${run}.outcome`,
    RunPageUrl: `coalesce(${run}?.run?.pageUrl, '')`,
    Output: `coalesce(${run}?.output, '')`,
  };
  return {
    name,
    description: 'For a pipeline that executes this one.',
    type: 'SetVariable',
    dependsOn: after(from),
    typeProperties: {
      variableName: 'pipelineReturnValue',
      setSystemVariable: true,
      value: Object.entries(values).map(([key, code]) => ({ key, value: { type: 'Expression', content: `@${code}` } })),
    },
  };
}
