// Which value of a variable holds where a service meets an environment and an infrastructure.

import { OVERRIDE_TYPES } from '../pipeline/entities.ts';
import type {
  ConfigFile,
  Environment,
  Infrastructure,
  Override,
  Service,
  Variable,
} from '../pipeline/pipeline.ts';
import { levelOfEntity, withoutLevel } from './find-entity.ts';

/** A variable with the path by which bindings know it. */
export interface PlacedVariable {
  readonly variable: Variable;
  readonly path: string;
}

export interface Merged {
  /** Of the service, with everything that overrides them. */
  readonly variables: readonly PlacedVariable[];
  /** Of the environment, with the overrides that hold there. */
  readonly environmentVariables: readonly PlacedVariable[];
  readonly configFiles: readonly ConfigFile[];
}

/**
 * The nearer to the place the stronger: the service's own, then the environment's, then overrides of
 * environment, service, infrastructure, and service in infrastructure; of one kind those of the
 * organisation before those of the project.
 */
export function mergeOverrides(
  service: Service | undefined,
  environment: Environment | undefined,
  overrides: readonly Override[],
): Merged {
  const own = placed(service?.variables ?? [], `services.${service?.identifier}.variables`);
  const there = placed(
    environment?.variables ?? [],
    `environments.${environment?.identifier}.variables`,
  );
  const special = overrides.flatMap(({ variables, variablesPath }) =>
    placed(variables, variablesPath),
  );
  const files = [
    ...(service?.configFiles ?? []),
    ...(environment?.configFiles ?? []),
    ...overrides.flatMap(({ configFiles }) => configFiles),
  ];
  return {
    variables: lastOfEach([...own, ...there, ...special]),
    environmentVariables: lastOfEach([...there, ...special]),
    configFiles: [...new Map(files.map((file) => [file.identifier, file])).values()],
  };
}

/** Those that hold for these entities, the weakest first. */
export function overridesFor(
  all: readonly Override[],
  service: Service | undefined,
  environment: Environment,
  infrastructure: Infrastructure | undefined,
): readonly Override[] {
  const holds = (override: Override): boolean =>
    names(override.environmentRef, environment) &&
    names(override.serviceRef, service) &&
    names(override.infrastructureRef, infrastructure);
  return all.filter(holds).toSorted((one, other) => rank(one) - rank(other));
}

function names(
  reference: string | undefined,
  entity: { readonly identifier: string } | undefined,
): boolean {
  return reference === undefined || withoutLevel(reference) === entity?.identifier;
}

function rank(override: Override): number {
  return OVERRIDE_TYPES.indexOf(override.type) * 3 + levelOfEntity(override);
}

function placed(variables: readonly Variable[], path: string): readonly PlacedVariable[] {
  return variables.map((variable) => ({ variable, path: `${path}.${variable.name}` }));
}

function lastOfEach(variables: readonly PlacedVariable[]): readonly PlacedVariable[] {
  return [...new Map(variables.map((each) => [each.variable.name, each])).values()];
}
