import { checkActivity } from './check-activity';
import { checkExpressions } from './check-expressions';
import { checkNesting } from './check-nesting';
import { allActivities, type Pipeline } from './definition';

const MOST_ACTIVITIES = 80;
const MOST_PARAMETERS = 50;
const MOST_BYTES = 200 * 1024;
const FORBIDDEN = /[.+?/<>*%&:\\"]/;

/** What Data Factory refuses when a pipeline is published, before it has ever run. Gives all that is wrong. */
export function problemsOf(pipeline: Pipeline): string[] {
  const activities = allActivities(pipeline.activities);
  const names = activities.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) < at);
  const isNameRight = (name: string, longest: number) =>
    name.length <= longest && /^\w/.test(name) && !FORBIDDEN.test(name);
  return [
    ...(isNameRight(pipeline.name, 140) ? [] : [`The pipeline can't have the name '${pipeline.name}'`]),
    ...(activities.length > MOST_ACTIVITIES ? [`There are more than ${MOST_ACTIVITIES} activities`] : []),
    ...(Object.keys(pipeline.parameters).length > MOST_PARAMETERS ? ['There are too many parameters'] : []),
    ...(Buffer.byteLength(JSON.stringify(pipeline)) > MOST_BYTES ? ['The pipeline is too large'] : []),
    ...names.filter((name) => !isNameRight(name, 55)).map((name) => `An activity can't have the name '${name}'`),
    ...twice.map((name) => `There is more than one activity '${name}'`),
    ...checkNesting(pipeline.activities),
    ...activities.flatMap(checkActivity),
    ...checkExpressions(pipeline),
  ];
}
