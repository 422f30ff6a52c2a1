import type { CheckTools } from '../../src/activities/check-run';
import type { CollectTools } from '../../src/activities/collect-output';
import type { DeliverTools } from '../../src/activities/deliver-callback';
import type { RecordTools } from '../../src/activities/record-end';
import type { SubmitTools } from '../../src/activities/submit-run';

/** What all activities of the app work with. */
export type Tools = SubmitTools & CheckTools & CollectTools & RecordTools & DeliverTools;
