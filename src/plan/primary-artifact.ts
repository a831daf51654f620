// Which of a service's artifact sources is the primary one.
import { isInput } from '../expression/input.ts';
import { nearestHint } from '../lib/nearest.ts';
import type { ArtifactSource, Service } from '../pipeline/pipeline.ts';
import { type Filling, fillNow } from './fill.ts';
import { positionAt } from './session.ts';

/** Undefined when there is none; an only source is the primary one even while its reference is open. */
export function primaryArtifact(service: Service, filling: Filling): ArtifactSource | undefined {
  const { primaryArtifactRef: reference, artifactSources: sources } = service;
  if (reference === undefined || reference === '') return undefined;
  const [only, second] = sources;
  const { session } = filling;
  const path = `services.${service.identifier}.serviceDefinition.spec.artifacts.primary.primaryArtifactRef`;
  const position = positionAt(session, path, service.position);
  if (isInput(reference) && only !== undefined && second === undefined) return only;
  const names = sources.map(({ identifier }) => identifier);
  const filled = fillNow(reference, { path, position }, filling);
  if (filled === undefined) return undefined;
  const found = sources.find(({ identifier }) => identifier === filled);
  if (found === undefined && sources.length > 0) {
    const message = `There is no artifact source "${String(filled)}".`;
    const hint = nearestHint(String(filled), names) || `Name one of ${names.join(', ')}.`;
    session.report('unknown-entity', position, message, hint);
  }
  return found;
}
