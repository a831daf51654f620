// The entities that a Deployment stage refers to, found by their identifiers.

import { nearestHint } from '../lib/nearest.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import type {
  DeploymentReferences,
  Environment,
  Infrastructure,
  Service,
  Stage,
} from '../pipeline/pipeline.ts';
import { type Filling, fillNow } from './fill.ts';
import { withoutLevel } from './planning-scope.ts';
import { positionAt } from './session.ts';

/** Undefined: there is none, and it has been reported. */
export interface StageEntities {
  readonly service: Service | undefined;
  readonly environment: Environment | undefined;
  readonly infrastructure: Infrastructure | undefined;
}

export function findEntities(
  stage: Stage,
  references: DeploymentReferences,
  filling: Filling,
): StageEntities {
  const { project } = filling.session;
  const find = <Entity extends { readonly identifier: string }>(
    kind: string,
    reference: string,
    path: string,
    all: readonly Entity[],
  ): Entity | undefined => {
    if (reference === '') return undefined;
    const position = positionAt(filling.session, path, references.position);
    const filled = fillNow(reference, { path, position }, filling);
    if (filled === undefined) return undefined;
    return byIdentifier(kind, String(filled), all, position, filling);
  };
  const spec = `${stage.fqn}.spec`;
  const service = find(
    'service',
    references.serviceRef,
    `${spec}.service.serviceRef`,
    project.services,
  );
  const environment = find(
    'environment',
    references.environmentRef,
    `${spec}.environment.environmentRef`,
    project.environments,
  );
  const infrastructure = find(
    'infrastructure',
    references.infrastructureRef,
    `${spec}.environment.infrastructureDefinitions.${elementOf(references)}.identifier`,
    project.infrastructures,
  );
  if (environment !== undefined && infrastructure !== undefined) {
    checkEnvironment(environment, infrastructure, references, filling);
  }
  return { service, environment, infrastructure };
}

/** An element of a list goes by its identifier, or by its place while that is an expression. */
function elementOf({ infrastructureRef }: DeploymentReferences): string {
  return infrastructureRef.includes('<+') ? '0' : infrastructureRef;
}

function byIdentifier<Entity extends { readonly identifier: string }>(
  kind: string,
  reference: string,
  all: readonly Entity[],
  position: Position | undefined,
  { session }: Filling,
): Entity | undefined {
  const identifier = withoutLevel(reference);
  const found = all.find((each) => each.identifier === identifier);
  if (found !== undefined) return found;
  const known = all.map((each) => each.identifier);
  const hint = nearestHint(identifier, known) || `Add a file that describes the ${kind}.`;
  session.report('unknown-entity', position, `There is no ${kind} "${identifier}".`, hint);
  return undefined;
}

function checkEnvironment(
  environment: Environment,
  infrastructure: Infrastructure,
  { position }: DeploymentReferences,
  { session }: Filling,
): void {
  const owner = withoutLevel(infrastructure.environmentRef);
  if (owner === environment.identifier || owner.includes('<+')) return;
  const message = `The infrastructure "${infrastructure.identifier}" belongs to the environment "${owner}", not to "${environment.identifier}".`;
  const hint = 'Name an infrastructure of this environment, or correct its environmentRef.';
  session.report('unknown-entity', position, message, hint);
}
