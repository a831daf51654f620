// Overrides in both forms that Harness stores, and what is said of those that cannot hold.
import { expect, test } from 'vitest';
import { readProject } from './read-project.ts';

const environment = `environment: { name: prod, identifier: prod, type: Production }
---
service:
  { name: shop, identifier: shop, serviceDefinition: { type: Elastigroup, spec: {} } }
---
`;

function read(text: string): ReturnType<typeof readProject> {
  return readProject([{ path: 'all.yaml', text: environment + text }], []);
}

const complaints = (text: string): readonly string[] =>
  read(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`);

test.each([
  [
    'overrides: { environmentRef: prod, serviceRef: shop, type: ENV_SERVICE_OVERRIDE, spec: { variables: [{ name: a, type: String, value: b }] } }',
    'overrides.prod_shop.spec.variables',
  ],
  [
    'overrides: { identifier: mine, environmentRef: prod, serviceRef: shop, variables: [{ name: a, type: String, value: b }] }',
    'overrides.mine.variables',
  ],
  [
    'serviceOverrides: { environmentRef: org.prod, serviceRef: shop, variables: [{ name: a, type: String, value: b }] }',
    'overrides.org_prod_shop.variables',
  ],
])('%s', (text, variablesPath) => {
  const { project, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  expect(project.overrides).toMatchObject([
    {
      type: 'ENV_SERVICE_OVERRIDE',
      serviceRef: 'shop',
      variables: [{ value: 'b' }],
      variablesPath,
    },
  ]);
});

test('its variables can be bound', () => {
  const text = `${environment}overrides: { environmentRef: prod, variables: [{ name: a, type: String, value: <+input> }] }`;
  const binding = { by: 'input', path: 'overrides.prod.variables.a', value: 'given' } as const;
  const { project, diagnostics } = readProject([{ path: 'all.yaml', text }], [binding]);
  expect(diagnostics).toEqual([]);
  expect(project.overrides).toMatchObject([{ variables: [{ value: 'given' }] }]);
});

test.each([
  [
    'overrides: { serviceRef: shop }',
    'error: The field "environmentRef" of overrides.shop is missing.',
  ],
  [
    'overrides: { environmentRef: prod, type: INFRA_GLOBAL_OVERRIDE }',
    'error: An override with these references is of type ENV_GLOBAL_OVERRIDE, not INFRA_GLOBAL_OVERRIDE.',
  ],
  [
    'overrides: { environmentRef: prod, manifests: [{ manifest: {} }] }',
    'error: "manifests" is not supported.',
  ],
  [
    'overrides: { environmentRef: prd }',
    'warning: There is no environment "prd", so this override never applies.',
  ],
  [
    'overrides: { environmentRef: prod, serviceRef: shop }\n---\nserviceOverrides: { environmentRef: prod, serviceRef: shop }',
    'error: There is another override "prod_shop" in all.yaml, line 6.',
  ],
])('%s is told', (text, complaint) => {
  expect(complaints(text)).toEqual([complaint]);
});
