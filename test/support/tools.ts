import type { CheckTools } from '../../src/activities/check-run';
import type { CollectTools } from '../../src/activities/collect-output';
import type { DeliverTools } from '../../src/activities/deliver-callback';
import type { RecordTools } from '../../src/activities/record-end';
import type { SubmitTools } from '../../src/activities/submit-run';
import type { RemovalTools } from '../../src/upkeep/remove-old';

/** What all activities and timers of the app work with. */
export type Tools = SubmitTools & CheckTools & CollectTools & RecordTools & DeliverTools & RemovalTools;
