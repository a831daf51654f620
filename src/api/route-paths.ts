// Method and path of every route of the API, by its name: all that a client has to know to call one.
export const ROUTE_PATHS = {
  readSignIn: 'GET /api/sign-in',
  readSession: 'GET /api/session',
  signIn: 'POST /api/session',
  useFirstLink: 'POST /api/session/first',
  signOut: 'DELETE /api/session',

  listUsers: 'GET /api/users',
  createUser: 'POST /api/users',
  changeUser: 'PATCH /api/users/{user}',
  deleteUser: 'DELETE /api/users/{user}',
  changeOwnPassword: 'PUT /api/password',
  listTokens: 'GET /api/tokens',
  createToken: 'POST /api/tokens',
  deleteToken: 'DELETE /api/tokens/{token}',
  listMembers: 'GET /api/projects/{project}/members',
  setMember: 'PUT /api/projects/{project}/members/{user}',
  deleteMember: 'DELETE /api/projects/{project}/members/{user}',
  listGroups: 'GET /api/projects/{project}/groups',
  setGroup: 'PUT /api/projects/{project}/groups/{group}',
  deleteGroup: 'DELETE /api/projects/{project}/groups/{group}',
  listProjectAudit: 'GET /api/projects/{project}/audit',
  listAudit: 'GET /api/audit',

  listProjects: 'GET /api/projects',
  listRuns: 'GET /api/projects/{project}/runs',
  startRun: 'POST /api/projects/{project}/runs',
  readRun: 'GET /api/projects/{project}/runs/{run}',
  watchRun: 'GET /api/projects/{project}/runs/{run}/watch',
  watchRuns: 'GET /api/projects/{project}/watch',
  readSteps: 'GET /api/projects/{project}/runs/{run}/steps',
  readFrozenPlan: 'GET /api/projects/{project}/runs/{run}/plan',
  listEvents: 'GET /api/projects/{project}/runs/{run}/events',
  followEvents: 'GET /api/projects/{project}/runs/{run}/events/follow',
  readGroups: 'GET /api/projects/{project}/runs/{run}/groups',
  readReview: 'GET /api/projects/{project}/runs/{run}/review',
  readWayBack: 'GET /api/projects/{project}/runs/{run}/way-back',
  listLogs: 'GET /api/projects/{project}/runs/{run}/logs',
  readLog: 'GET /api/projects/{project}/runs/{run}/log',
  followLog: 'GET /api/projects/{project}/runs/{run}/log/follow',

  decideGate: 'POST /api/projects/{project}/runs/{run}/approvals',
  makeChoice: 'POST /api/projects/{project}/runs/{run}/choices',
  intervene: 'POST /api/projects/{project}/runs/{run}/interventions',
  markAsFailed: 'POST /api/projects/{project}/runs/{run}/mark-as-failed',
  giveInputs: 'POST /api/projects/{project}/runs/{run}/given-inputs',
  pauseRun: 'POST /api/projects/{project}/runs/{run}/pause',
  unpauseRun: 'POST /api/projects/{project}/runs/{run}/unpause',
  abortRun: 'POST /api/projects/{project}/runs/{run}/abort',
  rollBack: 'POST /api/projects/{project}/runs/{run}/rollback',
  cleanUp: 'POST /api/projects/{project}/runs/{run}/cleanup',
  resolveRun: 'POST /api/projects/{project}/runs/{run}/resolve',
  retryRun: 'POST /api/projects/{project}/runs/{run}/retry',
  resumeRun: 'POST /api/projects/{project}/runs/{run}/resume',

  listPipelines: 'GET /api/projects/{project}/pipelines',
  readPipelineInputs: 'GET /api/projects/{project}/pipelines/{pipeline}/inputs',
  validate: 'POST /api/projects/{project}/validate',
  createPlan: 'POST /api/projects/{project}/plans',
  readPlan: 'GET /api/projects/{project}/plans/{hash}',
  listPlans: 'GET /api/projects/{project}/plans',
  readResources: 'GET /api/projects/{project}/resources',

  listWebhooks: 'GET /api/projects/{project}/webhooks',
  createWebhook: 'POST /api/projects/{project}/webhooks',
  deleteWebhook: 'DELETE /api/projects/{project}/webhooks/{webhook}',
  listDeliveries: 'GET /api/projects/{project}/webhooks/{webhook}/deliveries',
  redeliver: 'POST /api/projects/{project}/webhooks/{webhook}/deliveries/{delivery}',
} as const;

export type RouteName = keyof typeof ROUTE_PATHS;

/** The names between braces in a path. */
export type ParamOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamOf<Rest>
  : never;

export type RouteParams<Name extends RouteName> = {
  readonly [Key in ParamOf<(typeof ROUTE_PATHS)[Name]>]: string;
};
