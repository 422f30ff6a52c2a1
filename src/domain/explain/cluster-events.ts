import type { ClusterEvent } from '../cluster';
import { quoted } from './in-words';

interface Meaning {
  text: string;
  /** It can be why a run failed or was slow. */
  isTrouble?: true;
}

const trouble = (text: string): Meaning => ({ text, isTrouble: true });

/** What of the life of a cluster matters to a run. Databricks tells of much more. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  CREATING: { text: 'was asked for' },
  STARTING: { text: 'was asked to start' },
  RUNNING: { text: 'was ready' },
  RESTARTING: trouble('was restarted'),
  TERMINATING: { text: 'was stopped' },
  RESIZING: { text: 'began to change its size' },
  UPSIZE_COMPLETED: { text: 'had grown' },
  EXPANDED_DISK: { text: 'got larger disks' },
  FAILED_TO_EXPAND_DISK: trouble('could not get larger disks'),
  INIT_SCRIPTS_STARTED: { text: 'began to run the scripts that prepare it' },
  INIT_SCRIPTS_FINISHED: { text: 'had run the scripts that prepare it' },
  DID_NOT_EXPAND_DISK: trouble('did not get larger disks'),
  DRIVER_NOT_RESPONDING: trouble(
    'had a driver that did not answer, most often because it was too busy or out of memory',
  ),
  DRIVER_UNAVAILABLE: trouble('had lost its driver'),
  NODES_LOST: trouble('lost machines'),
  NODE_BLACKLISTED: trouble('stopped using a machine that made trouble'),
  ADD_NODES_FAILED: trouble('could not get more machines'),
  AUTOSCALING_FAILED: trouble('could not change its size'),
  METASTORE_DOWN: trouble('could not reach the metastore'),
  DBFS_DOWN: trouble('could not reach DBFS'),
  SPARK_EXCEPTION: trouble('had an error in Spark'),
};

/** Nothing else needs to be asked for. */
export const TELLING_EVENTS: readonly string[] = Object.keys(MEANINGS);

/** What the event means, to be read after the name of the cluster. Undefined: nothing that matters. */
export function meaningOf({ type, reason, message }: ClusterEvent): string | undefined {
  const meaning = lookUp(type);
  if (!meaning) return undefined;
  const { code, parameters = {} } = reason ?? {};
  const why = [code, parameters.azure_error_message ?? parameters.databricks_error_message ?? message];
  const told = why.flatMap((text) => (text ? [quoted(text)] : [])).join(': ');
  return told ? `${meaning.text} (${told})` : meaning.text;
}

/** These end a cluster as it should end. */
const GOOD_ENDS = ['JOB_FINISHED', 'INACTIVITY'];

/** A person who stops a cluster is no failure to Databricks, but may be one to the run. */
export function isTrouble({ type, reason: { code = '', type: whose } = { parameters: {} } }: ClusterEvent): boolean {
  const isEndedBadly = code !== '' && !GOOD_ENDS.includes(code) && (whose !== 'SUCCESS' || code === 'USER_REQUEST');
  return isEndedBadly || lookUp(type)?.isTrouble === true;
}

const lookUp = (type: string) => (Object.hasOwn(MEANINGS, type) ? MEANINGS[type] : undefined);
