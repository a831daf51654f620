// Who may import whom, finer than the compiler's project references; see ARCHITECTURE.md.
const only = (from, allowed, name) => ({
  name: `${name ?? from}-imports-down`,
  severity: 'error',
  from: { path: `^src/${from}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: `^src/(${[from, 'lib', ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('lib', []),
    only('expression', []),
    only('pipeline', ['expression']),
    only('plan', ['expression', 'pipeline']),
    only('traffic', []),
    only('execution', ['plan', 'expression']),
    only('cloud', ['traffic', 'twin']),
    only('twin', []),
    only('steps', ['execution', 'plan', 'pipeline', 'traffic', 'cloud']),
    only('store', ['execution', 'plan']),
    only('supervisor', ['execution', 'plan']),
    only('view', ['execution', 'plan', 'traffic']),
    only('cli', ['app', 'view', 'execution', 'plan', 'pipeline', 'expression', 'traffic']),
    {
      name: 'ports-know-no-adapter',
      severity: 'error',
      from: { path: '^src/cloud/[^/]+\\.ts$' },
      to: { path: '^src/(cloud/(aws|spot|twin)|twin)/' },
    },
    {
      name: 'steps-know-no-adapter',
      severity: 'error',
      from: { path: '^src/steps/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/cloud/(aws|spot|twin)/' },
    },
    {
      name: 'only-its-adapter-knows-the-twin',
      severity: 'error',
      from: { path: '^src/cloud/(aws|spot)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(twin|cloud/twin)/' },
    },
    {
      name: 'pure-layers-have-no-node',
      severity: 'error',
      from: {
        path: '^src/(lib|expression|pipeline|plan|traffic|execution|steps|view)/',
        pathNot: '\\.test\\.ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests-stay-out-of-sources',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(\\.test\\.ts$|^tests/)' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
