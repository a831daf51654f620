// Overrides that name what the project does not hold: they never apply, and a typo would go unseen.
import { nearestHint } from '../lib/nearest.ts';
import type { Override } from './entities.ts';
import type { Project } from './pipeline.ts';
import type { Report } from './yaml-source.ts';

export function checkOverrides(project: Project, report: Report): void {
  for (const override of project.overrides) {
    const { environmentRef, serviceRef, infrastructureRef } = override;
    check('environment', environmentRef, project.environments, override, report);
    check('service', serviceRef, project.services, override, report);
    check('infrastructure', infrastructureRef, project.infrastructures, override, report);
  }
}

function check(
  kind: string,
  reference: string | undefined,
  all: readonly { readonly identifier: string }[],
  { position }: Override,
  report: Report,
): void {
  if (reference === undefined || reference === '') return;
  const identifier = reference.replace(/^(account|org)\./, '');
  const known = all.map((each) => each.identifier);
  if (known.includes(identifier)) return;
  const message = `There is no ${kind} "${identifier}", so this override never applies.`;
  const hint = nearestHint(identifier, known) || 'Correct the reference, or remove the override.';
  report({ code: 'unknown-entity', severity: 'warning', message, hint, position });
}
