/** Who may do what. The owner of a job is whoever created it. */
export type Permission = 'CAN_VIEW' | 'CAN_MANAGE_RUN' | 'CAN_MANAGE' | 'IS_OWNER';

/** Of a pipeline. Its owner is whoever created it. */
export type PipelinePermission = 'CAN_VIEW' | 'CAN_RUN' | 'CAN_MANAGE' | 'IS_OWNER';

/** Of a cluster. Each of them includes those before it. */
export type ClusterPermission = 'CAN_ATTACH_TO' | 'CAN_RESTART' | 'CAN_MANAGE';

export interface User {
  /** Of a service principal: its application id. */
  name: string;
  /** Personal access tokens, or those that Entra gives out. */
  tokens: readonly string[];
  /** For OAuth: a service principal exchanges one of them for a token. */
  secrets?: readonly string[];
  admin?: boolean;
  /** It has tokens before anyone has added it to the workspace. */
  servicePrincipal?: boolean;
  /** Of a service principal: it was added before the workspace began. */
  member?: boolean;
  /** By job id: what they were given before the workspace began. */
  permissions?: Readonly<Record<string, Permission>>;
  /** The same by pipeline id. */
  pipelinePermissions?: Readonly<Record<string, PipelinePermission>>;
  /** The same by cluster id. */
  clusterPermissions?: Readonly<Record<string, ClusterPermission>>;
}

/** What a workspace that was not told otherwise lets in. */
export const DEMO_TOKEN = 'dapi-simulated-workspace';
export const DEMO_USER: User = { name: 'demo@example.com', tokens: [DEMO_TOKEN], admin: true };

export type Need = 'view' | 'run' | 'manage';

const ENOUGH: Record<Need, readonly Permission[]> = {
  view: ['CAN_VIEW', 'CAN_MANAGE_RUN', 'CAN_MANAGE', 'IS_OWNER'],
  run: ['CAN_MANAGE_RUN', 'CAN_MANAGE', 'IS_OWNER'],
  manage: ['CAN_MANAGE', 'IS_OWNER'],
};

const NAMES: Record<Need, string> = {
  view: 'View or Admin or Manage Run or Owner',
  run: 'Admin or Manage Run or Owner',
  manage: 'Admin or Owner',
};

export function may(user: User, need: Need, creator: string | undefined, given: Permission | undefined): boolean {
  return user.admin || user.name === creator || (given !== undefined && ENOUGH[need].includes(given));
}

export function denial(user: User, need: Need, jobId: bigint): string {
  return `User ${user.name} does not have ${NAMES[need]} permissions on job ${jobId}`;
}
