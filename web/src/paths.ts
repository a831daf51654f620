// The addresses of the pages: of a project's pages under its name, as the API has them.
export const paths = {
  home: '/',
  own: '/own',
  users: '/users',
  serverAudit: '/audit',
  runs: (project: string) => of(project, 'runs'),
  run: (project: string, run: string) => of(project, 'runs', run),
  newRun: (project: string, pipeline?: string) =>
    `${of(project, 'new-run')}${pipeline === undefined ? '' : `?pipeline=${encodeURIComponent(pipeline)}`}`,
  wall: (project: string) => of(project, 'wall'),
  plans: (project: string) => of(project, 'plans'),
  plan: (project: string, hash: string) => of(project, 'plans', hash),
  resources: (project: string) => of(project, 'resources'),
  pipelines: (project: string) => of(project, 'pipelines'),
  people: (project: string) => of(project, 'people'),
  webhooks: (project: string) => of(project, 'webhooks'),
  audit: (project: string) => of(project, 'audit'),
} as const;

function of(project: string, ...parts: readonly string[]): string {
  return `/projects/${[project, ...parts].map(encodeURIComponent).join('/')}`;
}
