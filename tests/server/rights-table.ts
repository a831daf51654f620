// Who may call which route: written down apart from the routes, so that a change of either is seen.
import type { RouteName } from '../../src/api/route-paths.ts';

/** All who may ask in the matrix; all but `nobody` and the owners have their role in the project `shop` alone. */
export const CALLERS = [
  'nobody',
  'guessed token',
  'disabled person',
  'person gone',
  'expired token',
  'person without role',
  'viewer',
  'operator',
  'approver',
  'admin',
  'owner',
  'viewer token',
  'operator token',
  'approver token',
  'admin token',
  'admin token for bank',
  'owner token',
] as const;
export type CallerKind = (typeof CALLERS)[number];

export type Column =
  | 'all'
  | 'known'
  | 'persons'
  | 'owners'
  | 'lookers'
  | 'operators'
  | 'approvers'
  | 'admins';

const KNOWN: readonly CallerKind[] = CALLERS.slice(5);
const ADMINS: readonly CallerKind[] = ['admin', 'owner', 'admin token', 'owner token'];

/** Who may where the project is `shop`. */
export const MAY: Readonly<Record<Column, readonly CallerKind[]>> = {
  all: CALLERS,
  known: KNOWN,
  persons: ['person without role', 'viewer', 'operator', 'approver', 'admin', 'owner'],
  owners: ['owner'],
  lookers: [
    ...ADMINS,
    'viewer',
    'operator',
    'approver',
    'viewer token',
    'operator token',
    'approver token',
  ],
  operators: [...ADMINS, 'operator', 'operator token'],
  approvers: [...ADMINS, 'approver', 'approver token'],
  admins: ADMINS,
};

/** Who may in another project: whose rights hold everywhere. */
export const EVERYWHERE: readonly CallerKind[] = ['owner', 'owner token'];
/** Who is not known at all. */
export const STRANGERS: readonly CallerKind[] = CALLERS.slice(0, 5);

export const RIGHTS: Readonly<Record<RouteName, Column>> = {
  readSignIn: 'all',
  readSession: 'known',
  signIn: 'all',
  useFirstLink: 'all',
  signOut: 'known',
  listUsers: 'owners',
  createUser: 'owners',
  changeUser: 'owners',
  deleteUser: 'owners',
  changeOwnPassword: 'persons',
  listTokens: 'known',
  createToken: 'persons',
  deleteToken: 'persons',
  listMembers: 'admins',
  setMember: 'admins',
  deleteMember: 'admins',
  listGroups: 'lookers',
  setGroup: 'admins',
  deleteGroup: 'admins',
  listProjectAudit: 'admins',
  listAudit: 'owners',
  listProjects: 'known',
  listRuns: 'lookers',
  startRun: 'operators',
  readRun: 'lookers',
  watchRun: 'lookers',
  watchRuns: 'lookers',
  readSteps: 'lookers',
  readFrozenPlan: 'lookers',
  listEvents: 'lookers',
  followEvents: 'lookers',
  readGroups: 'lookers',
  readReview: 'lookers',
  readWayBack: 'lookers',
  listLogs: 'lookers',
  readLog: 'lookers',
  followLog: 'lookers',
  decideGate: 'approvers',
  makeChoice: 'operators',
  intervene: 'operators',
  markAsFailed: 'operators',
  giveInputs: 'operators',
  pauseRun: 'operators',
  unpauseRun: 'operators',
  abortRun: 'operators',
  rollBack: 'operators',
  cleanUp: 'operators',
  resolveRun: 'operators',
  retryRun: 'operators',
  resumeRun: 'operators',
  listPipelines: 'lookers',
  readPipelineInputs: 'lookers',
  validate: 'lookers',
  createPlan: 'operators',
  readPlan: 'lookers',
  listPlans: 'lookers',
  readResources: 'lookers',
  listWebhooks: 'admins',
  createWebhook: 'admins',
  deleteWebhook: 'admins',
  listDeliveries: 'admins',
  redeliver: 'admins',
};
