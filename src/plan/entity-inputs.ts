// What a stage gives for the open inputs of the entities that it names.
import { inputDefault, inputObjection, isInput } from '../expression/input.ts';
import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts';
import type { Position } from '../pipeline/diagnostic.ts';
import type { Environment, Infrastructure, Service, Variable } from '../pipeline/pipeline.ts';
import { elementName } from './fill.ts';
import { positionAt, type Session } from './session.ts';

/** The values by their paths inside the entity, such as `variables.size.value`. */
export interface GivenInputs {
  /** The value in place of what is written there, if that is an open input. */
  fill(written: Json, path: string): Json;
  fillText(written: string, path: string): string;
  /** Where a value was given; undefined when none was. */
  positionOf(path: string): Position | undefined;
  /** Reports what nothing has asked for: to be called at the end. */
  close(): void;
}

interface Source {
  readonly given: JsonObject | undefined;
  /** The fully qualified name of `given`. */
  readonly fqn: string;
  readonly position: Position;
  /** Whose inputs they are, such as `the service "web"`. */
  readonly owner: string;
}

export function givenInputs(
  { given, fqn, position, owner }: Source,
  session: Session,
): GivenInputs {
  const leaves = new Map(given === undefined ? [] : leavesOf(given, ''));
  const asked = new Set<string>();
  const placeOf = (path: string): Position | undefined =>
    positionAt(session, `${fqn}.${path}`, position);
  const fill = (written: Json, path: string): Json => {
    const value = leaves.get(path);
    if (value === undefined || value === written) {
      asked.add(path);
      return written;
    }
    if (typeof written !== 'string' || !isInput(written)) return written;
    asked.add(path);
    const known = typeof value === 'string' && isInput(value) ? inputDefault(value) : value;
    if (known === undefined) return written;
    const objection = String(known).includes('<+')
      ? undefined
      : inputObjection(written, String(known));
    if (objection === undefined) return known;
    const message = `"${fqn}.${path}" does not fit ${owner}: ${objection}.`;
    const hint = 'Give a value that the input allows, or change the input.';
    session.report('wrong-value', placeOf(path), message, hint);
    return known;
  };
  return {
    fill,
    fillText: (written, path) => String(fill(written, path)),
    positionOf: (path) => (leaves.has(path) ? placeOf(path) : undefined),
    close: () => {
      for (const [path, value] of leaves) {
        if (asked.has(path) || saysWhichOne(path) || isOpen(value)) continue;
        const message = `"${fqn}.${path}" gives a value that ${owner} does not ask for.`;
        const hint = 'Write <+input> there in the entity, or leave the value out.';
        session.report('wrong-value', placeOf(path), message, hint);
      }
    },
  };
}

const SPEC = 'serviceDefinition.spec';
const PRIMARY = `${SPEC}.artifacts.primary`;

export function serviceWith(service: Service, inputs: GivenInputs): Service {
  const { primaryArtifactRef: reference, startupScriptFile: script } = service;
  return {
    ...service,
    variables: variablesWith(service.variables, `${SPEC}.variables`, inputs),
    primaryArtifactRef: reference && inputs.fillText(reference, `${PRIMARY}.primaryArtifactRef`),
    artifactSources: service.artifactSources.map((source) => {
      const path = `${PRIMARY}.sources.${source.identifier}.spec`;
      const { version, connectorRef, region } = source;
      return {
        ...source,
        version: version && inputs.fillText(version, `${path}.version`),
        connectorRef: connectorRef && inputs.fillText(connectorRef, `${path}.connectorRef`),
        region: region && inputs.fillText(region, `${path}.region`),
      };
    }),
    startupScriptFile:
      script && inputs.fillText(script, `${SPEC}.startupScript.store.spec.files.0`),
  };
}

export function environmentWith(environment: Environment, inputs: GivenInputs): Environment {
  return { ...environment, variables: variablesWith(environment.variables, 'variables', inputs) };
}

export function infrastructureWith(
  infrastructure: Infrastructure,
  inputs: GivenInputs,
): Infrastructure {
  const { connectorRef, configurationFile } = infrastructure;
  return {
    ...infrastructure,
    connectorRef: inputs.fillText(connectorRef, 'spec.connectorRef'),
    configurationFile: inputs.fillText(configurationFile, 'spec.configuration.store.spec.files.0'),
  };
}

export function variablesWith(
  variables: readonly Variable[],
  path: string,
  inputs: GivenInputs,
): readonly Variable[] {
  return variables.map((variable) => {
    const at = `${path}.${variable.name}.value`;
    const value = inputs.fill(variable.value, at);
    if (value === variable.value) return variable;
    return { ...variable, value, position: inputs.positionOf(at) ?? variable.position };
  });
}

function leavesOf(value: Json, path: string): readonly (readonly [string, Json])[] {
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => leavesOf(item, below(elementName(item, index))));
  }
  if (!isJsonObject(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner = null]) => leavesOf(inner, below(key)));
}

/** Harness repeats these to tell which entity, source or variable is meant. */
function saysWhichOne(path: string): boolean {
  return /(^|\.)(identifier|name|type|description|orgIdentifier|projectIdentifier|environmentRef|deploymentType)$/.test(
    path,
  );
}

function isOpen(value: Json): boolean {
  return typeof value === 'string' && isInput(value) && inputDefault(value) === undefined;
}
