// What a project holds beside its pipelines: what is deployed, where, and what is different there.
import type { JsonObject } from '../lib/json.ts';
import type { Position } from './diagnostic.ts';
import type { Tags, Variable } from './variable.ts';

/** The organisation and project that an entity says it lies in; one that says nothing lies in all. */
export interface Scoped {
  readonly orgIdentifier: string | undefined;
  readonly projectIdentifier: string | undefined;
}

export interface Entity extends Scoped {
  readonly identifier: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly tags: Tags;
  readonly position: Position;
}

export interface Service extends Entity {
  readonly variables: readonly Variable[];
  /** Which source is the primary one; undefined without artifacts. */
  readonly primaryArtifactRef: string | undefined;
  readonly artifactSources: readonly ArtifactSource[];
  readonly startupScriptFile: string | undefined;
  readonly configFiles: readonly ConfigFile[];
}

export interface ArtifactSource {
  readonly fqn: string;
  readonly identifier: string;
  readonly type: string;
  /** An AMI id or an expression. */
  readonly version: string | undefined;
  readonly connectorRef: string | undefined;
  readonly region: string | undefined;
}

/** A file of the project under a name of its own. */
export interface ConfigFile {
  readonly identifier: string;
  readonly file: string;
  readonly position: Position;
}

export interface Environment extends Entity {
  readonly type: string;
  readonly variables: readonly Variable[];
  /** They take the place of the service's files of the same identifiers. */
  readonly configFiles: readonly ConfigFile[];
}

export interface Infrastructure extends Entity {
  readonly environmentRef: string;
  readonly connectorRef: string;
  /** The group document's path in the project's file store, such as `/spot/spot-cfg`. */
  readonly configurationFile: string;
}

/** In written order each wins over those before it. */
export const OVERRIDE_TYPES = [
  'ENV_GLOBAL_OVERRIDE',
  'ENV_SERVICE_OVERRIDE',
  'INFRA_GLOBAL_OVERRIDE',
  'INFRA_SERVICE_OVERRIDE',
] as const;

export type OverrideType = (typeof OVERRIDE_TYPES)[number];

/** What is different where a service, or any, meets an environment or infrastructure. */
export interface Override extends Scoped {
  readonly identifier: string;
  readonly type: OverrideType;
  readonly environmentRef: string;
  readonly serviceRef: string | undefined;
  readonly infrastructureRef: string | undefined;
  readonly variables: readonly Variable[];
  /** By which bindings know the variables. */
  readonly variablesPath: string;
  readonly configFiles: readonly ConfigFile[];
  readonly position: Position;
}

/** `spec` as written; which fields it needs depends on the type (`Aws`, `Spot`). */
export interface Connector
  extends Pick<Entity, 'identifier' | 'name' | 'position'>,
    Partial<Pick<Entity, 'description' | 'tags' | keyof Scoped>> {
  readonly type: string;
  readonly spec: JsonObject;
}
