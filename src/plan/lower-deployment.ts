// What a Deployment stage deploys, with expressions filled in.
import { textOf } from '../expression/text-of.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { ArtifactSource, Infrastructure, Service } from '../pipeline/pipeline.ts';
import { checkConnector } from './check-connector.ts';
import { type Filling, fillNow } from './fill.ts';
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

function readGroupDocument(
  infrastructure: Infrastructure,
  filling: Filling,
): JsonObject | undefined {
  const file = readStoreFile(
    infrastructure.configurationFile,
    {
      path: `infrastructures.${infrastructure.identifier}.spec.configuration`,
      position: infrastructure.position,
    },
    filling,
  );
  if (file === undefined) return undefined;
  const place: Place = { path: file.name, position: { file: file.name, line: 1, column: 1 } };
  const document = parseDocument(file.text, place, filling);
  if (document === undefined) return undefined;
  if (isJsonObject(document) && isJsonObject(document['group'])) return document;
  const message = `"${file.name}" is not the document of an Elastigroup.`;
  const hint = 'It must be of the form { "group": { … } }, as Spot exports it.';
  filling.session.report('wrong-value', place.position, message, hint);
  return undefined;
}

/** Expressions usually stand in texts of the document; else they must be filled in to make it JSON. */
function parseDocument(text: string, place: Place, filling: Filling): Json | undefined {
  const asWritten = parseJson(text);
  if (asWritten.status === 'parsed') return fillTexts(asWritten.value, place, filling);
  const filled = fillNow(text, place, filling);
  if (filled === undefined) return undefined;
  const parsed = parseJson(String(filled));
  if (parsed.status === 'parsed') return parsed.value;
  const [, line = 1, column = 1] = /line (\d+) column (\d+)/.exec(parsed.message) ?? [];
  const position = { file: place.path, line: Number(line), column: Number(column) };
  const message = `"${place.path}" is not JSON: ${parsed.message}.`;
  filling.session.report('wrong-value', position, message, 'Correct the document.');
  return undefined;
}

/**
 * What stands in quotes stays a text, whatever the type of its expression. Nothing is filled in later:
 * the document goes to the cloud as the plan has it, and the journal keeps what went.
 */
function fillTexts(document: Json, place: Place, filling: Filling): Json {
  if (Array.isArray(document)) return document.map((item) => fillTexts(item, place, filling));
  if (isJsonObject(document)) {
    const entries = Object.entries(document).map(([key, value = null]) => [
      key,
      fillTexts(value, place, filling),
    ]);
    return Object.fromEntries(entries);
  }
  return typeof document === 'string' ? textOf(fillNow(document, place, filling) ?? '') : document;
}

function parseJson(
  text: string,
):
  | { readonly status: 'parsed'; readonly value: Json }
  | { readonly status: 'invalid'; readonly message: string } {
  try {
    return { status: 'parsed', value: JSON.parse(text) };
  } catch (error) {
    return { status: 'invalid', message: error instanceof Error ? error.message : String(error) };
  }
}

function readStartupScript(service: Service, filling: Filling): string | undefined {
  if (service.startupScriptFile === undefined) return undefined;
  const path = `services.${service.identifier}.serviceDefinition.spec.startupScript`;
  const from: Place = { path, position: service.position };
  const file = readStoreFile(service.startupScriptFile, from, filling);
  if (file === undefined) return undefined;
  const place: Place = { path: file.name, position: { file: file.name, line: 1, column: 1 } };
  const filled = fillNow(file.text, place, filling);
  return filled === undefined ? undefined : String(filled);
}
