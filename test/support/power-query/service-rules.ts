import { dataSourceFaults } from './service-rules/data-sources';
import { loopFaults } from './service-rules/loops';
import type { Node } from './service-rules/nodes';
import { recursionFaults } from './service-rules/recursion';
import { requestFaults } from './service-rules/requests';

/**
 * Why a query would not refresh in the Power BI service without a gateway, or would not do so well: one line for each
 * fault. The service reads the text of a query before it runs it, and refuses what it can't find the address in.
 */
export const serviceFaults = (query: Node): string[] => [
  ...requestFaults(query),
  ...dataSourceFaults(query),
  ...loopFaults(query),
  ...recursionFaults(query),
];
