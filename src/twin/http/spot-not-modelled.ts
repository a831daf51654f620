// What Spot has beside Elastigroups that the twin leaves out: refused by name, not as unknown paths.

/** What the path is about; undefined where it is no path of Spot's Elastigroup API. */
export function notModelled(pathname: string): string | undefined {
  return FEATURES.find(([path]) => path.test(pathname))?.[1];
}

const FEATURES: readonly (readonly [RegExp, string])[] = [
  [path('group/[^/]+/statefulInstance(/.*)?'), 'stateful instances'],
  [path('statefulMigrationGroup(/.*)?'), 'importing stateful instances'],
  [path('group/[^/]+/clusterRoll(/.*)?'), 'rolls of ECS clusters'],
  [path('group/[^/]+/beanstalk/.*'), 'Elastic Beanstalk'],
  [path('group/beanstalk/import'), 'Elastic Beanstalk'],
  [path('group/[^/]+/codeDeploy/blueGreenDeployment'), 'CodeDeploy'],
  [path('group/[^/]+/itf/migration(/.*)?'), 'Intelligent Traffic Flow'],
  [/^\/events\/subscription(\/[^/]+)?$/, 'event subscriptions'],
];

function path(pattern: string): RegExp {
  return new RegExp(`^/aws/ec2/${pattern}$`);
}
