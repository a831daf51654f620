// The entities that a Deployment stage refers to, with the values that it gives and the overrides that hold.
import type { Position } from '../pipeline/diagnostic.ts';
import type {
  ArtifactSource,
  DeploymentReferences,
  Environment,
  Infrastructure,
  InputsKind,
  Scoped,
  Service,
  Stage,
} from '../pipeline/pipeline.ts';
import {
  environmentWith,
  type GivenInputs,
  givenInputs,
  infrastructureWith,
  serviceWith,
  variablesWith,
} from './entity-inputs.ts';
import { type Filling, fillNow } from './fill.ts';
import { findEntity, withoutLevel } from './find-entity.ts';
import { type Merged, mergeOverrides, overridesFor } from './merge-overrides.ts';
import { primaryArtifact } from './primary-artifact.ts';
import { positionAt } from './session.ts';

/** Undefined: there is none, and it has been reported. */
export interface StageEntities {
  readonly service: Service | undefined;
  readonly artifact: ArtifactSource | undefined;
  readonly environment: Environment | undefined;
  readonly infrastructure: Infrastructure | undefined;
  readonly merged: Merged;
}

/** By identifier the stages before this one that run once. */
export type EarlierStages = Map<
  string,
  { readonly references: DeploymentReferences; readonly entities: StageEntities }
>;

export function findEntities(
  stage: Stage,
  references: DeploymentReferences,
  filling: Filling,
  earlier: EarlierStages,
): StageEntities {
  const named = new References(stage, references, filling);
  const { services, environments, infrastructures, overrides } = filling.session.project;
  const { serviceFrom, environmentFrom, infrastructureRef } = references;
  const service =
    serviceFrom === undefined
      ? named.find('service', services, serviceWith)
      : named.takeFrom(serviceFrom, 'service', earlier)?.service;
  const source =
    environmentFrom === undefined
      ? undefined
      : named.takeFrom(environmentFrom, 'environment', earlier);
  const environment =
    environmentFrom === undefined
      ? named.find('environment', environments, environmentWith)
      : source?.environment;
  const infrastructure =
    environmentFrom !== undefined && infrastructureRef === ''
      ? source?.infrastructure
      : named.find(
          'infrastructure',
          inEnvironment(infrastructures, environment),
          infrastructureWith,
        );
  if (environment !== undefined && infrastructure !== undefined) {
    const position = named.positionOf('infrastructure');
    checkEnvironment(environment, infrastructure, position, filling);
  }
  const artifact = service && primaryArtifact(service, filling);
  const inputs = named.inputsFor('override', 'the overrides of this service and environment');
  const special =
    environment === undefined
      ? []
      : overridesFor(overrides, service, environment, infrastructure).map((override) => ({
          ...override,
          variables: variablesWith(override.variables, 'variables', inputs),
        }));
  inputs.close();
  return {
    service,
    artifact,
    environment,
    infrastructure,
    merged: mergeOverrides(service, environment, special),
  };
}

/** What one stage names, by the places where it does. */
class References {
  readonly #stage: Stage;
  readonly #references: DeploymentReferences;
  readonly #filling: Filling;

  constructor(stage: Stage, references: DeploymentReferences, filling: Filling) {
    this.#stage = stage;
    this.#references = references;
    this.#filling = filling;
  }

  find<Entity extends Scoped & { readonly identifier: string; readonly name: string }>(
    kind: 'service' | 'environment' | 'infrastructure',
    all: readonly Entity[],
    withInputs: (entity: Entity, inputs: GivenInputs) => Entity,
  ): Entity | undefined {
    const reference = this.#references[`${kind}Ref`];
    if (reference === '') return undefined;
    const { session } = this.#filling;
    const path = this.#referencePathOf(kind);
    const position = this.#positionAt(path);
    const filled = fillNow(reference, { path, position }, this.#filling);
    if (filled === undefined) return undefined;
    const found = findEntity(kind, String(filled), all, session.home);
    if (found.status === 'missing') {
      session.report(found.code, position, found.message, found.hint);
      return undefined;
    }
    const inputs = this.inputsFor(kind, `the ${kind} "${found.entity.identifier}"`);
    const entity = withInputs(found.entity, inputs);
    inputs.close();
    return entity;
  }

  /** The earlier stage, which must name the entity itself. */
  takeFrom(
    identifier: string,
    kind: 'service' | 'environment',
    earlier: EarlierStages,
  ): StageEntities | undefined {
    const found = earlier.get(identifier);
    if (found !== undefined && found.references[`${kind}From`] === undefined) return found.entities;
    const path = `${this.#pathOf(kind)}.useFromStage.stage`;
    const message = `The ${kind} cannot be taken from "${identifier}".`;
    const hint = `Name an earlier Deployment stage that has no strategy and names its ${kind} itself.`;
    this.#filling.session.report('unknown-entity', this.#positionAt(path), message, hint);
    return undefined;
  }

  /** Where it is named. */
  positionOf(kind: 'service' | 'environment' | 'infrastructure'): Position | undefined {
    return this.#positionAt(this.#referencePathOf(kind));
  }

  inputsFor(kind: InputsKind, owner: string): GivenInputs {
    const { inputs, position } = this.#references;
    const source = { given: inputs[kind], fqn: this.#inputsPathOf(kind), position, owner };
    return givenInputs(source, this.#filling.session);
  }

  #inputsPathOf(kind: InputsKind): string {
    if (kind === 'override') return `${this.#pathOf('environment')}.serviceOverrideInputs`;
    return `${this.#pathOf(kind)}.${kind === 'infrastructure' ? 'inputs' : `${kind}Inputs`}`;
  }

  #referencePathOf(kind: 'service' | 'environment' | 'infrastructure'): string {
    const field = kind === 'infrastructure' ? 'identifier' : `${kind}Ref`;
    return `${this.#pathOf(kind)}.${field}`;
  }

  #pathOf(kind: 'service' | 'environment' | 'infrastructure'): string {
    const spec = `${this.#stage.fqn}.spec`;
    if (kind !== 'infrastructure') return `${spec}.${kind}`;
    const { infrastructureRef } = this.#references;
    // An element of a list goes by its identifier, or by its place while that is an expression.
    const element = infrastructureRef.includes('<+') ? '0' : infrastructureRef;
    return `${spec}.environment.infrastructureDefinitions.${element}`;
  }

  #positionAt(path: string): Position | undefined {
    return positionAt(this.#filling.session, path, this.#references.position);
  }
}

/** Several environments may have infrastructures of the same identifier. */
function inEnvironment(
  infrastructures: readonly Infrastructure[],
  environment: Environment | undefined,
): readonly Infrastructure[] {
  if (environment === undefined) return infrastructures;
  const { identifier } = environment;
  const own = infrastructures.filter((each) => withoutLevel(each.environmentRef) === identifier);
  const named = new Set(own.map((each) => each.identifier));
  return [...own, ...infrastructures.filter((each) => !named.has(each.identifier))];
}

function checkEnvironment(
  environment: Environment,
  infrastructure: Infrastructure,
  position: Position | undefined,
  { session }: Filling,
): void {
  const owner = withoutLevel(infrastructure.environmentRef);
  if (owner === environment.identifier || owner.includes('<+')) return;
  const message = `The infrastructure "${infrastructure.identifier}" belongs to the environment "${owner}", not to "${environment.identifier}".`;
  const hint = 'Name an infrastructure of this environment, or correct its environmentRef.';
  session.report('unknown-entity', position, message, hint);
}
