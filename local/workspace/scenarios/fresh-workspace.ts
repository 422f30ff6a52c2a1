import { failingNotebook } from './failing-notebook';
import { nightlyReport } from './nightly-report';
import { pipeline } from './pipeline';
import { plainText } from './plain-text';
import { salesTable } from './sales-table';
import type { Scenario } from './scenario';

/** What somebody finds who starts a workspace for the first time. */
export const freshWorkspace: readonly Scenario[] = [salesTable, nightlyReport, failingNotebook, plainText, pipeline];
