// What a Deployment stage deploys, with expressions filled in.
import type { ArtifactSource, Infrastructure, Service } from '../pipeline/pipeline.ts';
import { checkConnector } from './check-connector.ts';
import { type Filling, fillNow } from './fill.ts';
import { readGroupDocument } from './group-document.ts';
import type { Place } from './names.ts';
import type { Deployment } from './plan.ts';
import { positionAt } from './session.ts';
import type { StageEntities } from './stage-entities.ts';
import { readStoreFile } from './store-file.ts';

/** Undefined when something is missing or wrong; it has been reported. */
export function lowerDeployment(
  { service, artifact, environment, infrastructure }: StageEntities,
  filling: Filling,
): Deployment | undefined {
  const amiId = service && readAmiId(service, artifact, filling);
  const document = infrastructure && readGroupDocument(infrastructure, filling);
  const connector = infrastructure && readConnectorRef(infrastructure, filling);
  const script = service && readStartupScript(service, filling);
  if (!service || !environment || !infrastructure) return undefined;
  if (amiId === undefined || document === undefined || connector === undefined) return undefined;
  return {
    service: { identifier: service.identifier, name: service.name },
    environment: { identifier: environment.identifier, name: environment.name },
    infrastructure: { identifier: infrastructure.identifier, name: infrastructure.name },
    spotConnectorRef: connector,
    groupDocument: document,
    amiId,
    ...(script === undefined ? {} : { startupScript: script }),
  };
}

function readAmiId(
  service: Service,
  artifact: ArtifactSource | undefined,
  filling: Filling,
): string | undefined {
  const { session } = filling;
  if (artifact?.version === undefined) {
    // A source that is there and not the primary one has been reported.
    if (service.artifactSources.length > 0) return undefined;
    const message = `The service "${service.identifier}" names no AMI.`;
    const hint = 'Give it a primary artifact of type AmazonMachineImage with a version.';
    session.report('missing-field', service.position, message, hint);
    return undefined;
  }
  const path = `${artifact.fqn}.version`;
  const place: Place = { path, position: positionAt(session, path, service.position) };
  const amiId = fillNow(artifact.version, place, filling);
  if (amiId === undefined) return undefined;
  if (typeof amiId === 'string' && /^ami-[\w-]+$/.test(amiId)) return amiId;
  const message = `The version of the AMI is ${JSON.stringify(amiId)}, which is no AMI id.`;
  const hint = 'Names of images are not looked up: give the id of one image, such as ami-0abc….';
  session.report('wrong-value', place.position, message, hint);
  return undefined;
}

function readConnectorRef(infrastructure: Infrastructure, filling: Filling): string | undefined {
  const path = `infrastructures.${infrastructure.identifier}.spec.connectorRef`;
  const place: Place = { path, position: infrastructure.position };
  const reference = fillNow(infrastructure.connectorRef, place, filling);
  if (reference === undefined) return undefined;
  const position = positionAt(filling.session, path, infrastructure.position);
  checkConnector(String(reference), 'Spot', position, filling.session);
  return String(reference);
}

function readStartupScript(service: Service, filling: Filling): string | undefined {
  if (service.startupScriptFile === undefined) return undefined;
  const path = `services.${service.identifier}.serviceDefinition.spec.startupScript`;
  const from: Place = { path, position: service.position };
  const file = readStoreFile(service.startupScriptFile, from, filling);
  if (file === undefined) return undefined;
  const filled = fillNow(file.text, file.place, filling);
  return filled === undefined ? undefined : String(filled);
}
