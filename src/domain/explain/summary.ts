import { attempts } from './sentences/attempts';
import { comparedToUsual } from './sentences/compared-to-usual';
import { howItStands } from './sentences/how-it-stands';
import { rightNow } from './sentences/right-now';
import { whatClustersSay } from './sentences/what-clusters-say';
import { whereTimeWent } from './sentences/where-time-went';
import { whyItFailed } from './sentences/why-it-failed';
import type { RunStory } from './story';

/** Why a run was slow or failed, for somebody who may never have seen Databricks. What matters most comes first. */
export function summaryOf(story: RunStory): string[] {
  return [
    ...howItStands(story),
    ...rightNow(story),
    ...whyItFailed(story),
    ...whereTimeWent(story),
    ...attempts(story),
    ...comparedToUsual(story),
    ...whatClustersSay(story),
    ...(story.whyNoCourse ? [story.whyNoCourse] : []),
  ];
}
