// The author's pipeline and the entities it refers to, typed, with places, before any expression is evaluated.
import type { Json, JsonObject } from '../lib/json.ts';
import type { Position } from './diagnostic.ts';
import type { Connector, Environment, Infrastructure, Override, Service } from './entities.ts';
import type { TextStart } from './text-start.ts';
import type { Tags, Variable } from './variable.ts';

export type {
  ArtifactSource,
  ConfigFile,
  Connector,
  Environment,
  Infrastructure,
  Override,
  Scoped,
  Service,
} from './entities.ts';
export type { Tags, Variable } from './variable.ts';

/**
 * Every element knows where it stands (`position`) and its fully qualified name (`name chain` such as
 * `pipeline.stages.spot.spec.execution.steps.Before_Swap`), which is also its path for `--set`.
 * Any text may hold `<+…>`; numbers and booleans may be such texts where Harness allows it.
 */
export interface Element {
  readonly fqn: string;
  readonly position: Position;
  readonly identifier: string;
  readonly name: string;
  readonly description?: string | undefined;
  /** The template that it was made from, such as `deploy@v2`. */
  readonly template?: string;
}

export interface Pipeline extends Element {
  readonly projectIdentifier: string | undefined;
  readonly orgIdentifier: string | undefined;
  readonly variables: readonly Variable[];
  readonly timeout: string | undefined;
  readonly stages: readonly StageElement[];
  readonly tags: Tags;
  readonly delegateSelectors: Selectors;
  /** Barriers that steps of the pipeline may name. */
  readonly barriers: readonly Barrier[];
  readonly notificationRules: readonly NotificationRule[];
}

/** Use `stagesOf` where it does not matter which stages stand beside each other. */
export type StageElement = Stage | ParallelStages;

export interface ParallelStages {
  readonly kind: 'parallel';
  readonly stages: readonly Stage[];
  readonly position: Position;
}

/** Names of runners, or one expression that yields them. */
export type Selectors = readonly string[] | string;

export interface Barrier {
  readonly identifier: string;
  readonly name: string;
  readonly position: Position;
}

export interface NotificationRule {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly events: readonly NotificationEvent[];
  /** As written; its fields depend on its type, such as `Slack` or `Email`. */
  readonly method: { readonly type: string; readonly spec: JsonObject };
  readonly position: Position;
}

/** The identifiers of the stages and steps an event is for; empty means all of them. */
export interface NotificationEvent {
  readonly type: string;
  readonly stages: readonly string[];
  readonly steps: readonly string[];
}

export interface Stage extends Element {
  readonly kind: 'stage';
  readonly type: string;
  readonly tags: Tags;
  readonly delegateSelectors: Selectors;
  readonly strategy: Strategy | undefined;
  readonly variables: readonly Variable[];
  readonly when: WhenText | undefined;
  readonly timeout: string | undefined;
  readonly failureStrategies: readonly FailureStrategy[];
  readonly deployment: DeploymentReferences | undefined;
  readonly steps: readonly StepElement[];
  readonly rollbackSteps: readonly StepElement[];
}

/** What a Deployment stage names; each may be an expression, and empty when it comes from elsewhere. */
export interface DeploymentReferences {
  readonly serviceRef: string;
  readonly environmentRef: string;
  readonly infrastructureRef: string;
  /** Earlier stages whose service, or environment and infrastructure, it takes. */
  readonly serviceFrom: string | undefined;
  readonly environmentFrom: string | undefined;
  /** What it gives for the open inputs of its entities, laid out as they are. */
  readonly inputs: Readonly<Partial<Record<InputsKind, JsonObject>>>;
  readonly position: Position;
}

export type InputsKind = 'service' | 'environment' | 'infrastructure' | 'override';

export interface WhenText {
  readonly status: 'Success' | 'Failure' | 'All';
  readonly condition: string | undefined;
  readonly position: Position;
}

export type StepElement = Step | StepGroup | Parallel;

export interface Step extends Element {
  readonly kind: 'step';
  readonly type: string;
  readonly spec: JsonObject;
  readonly timeout: string | undefined;
  readonly when: WhenText | undefined;
  readonly failureStrategies: readonly FailureStrategy[];
  readonly strategy: Strategy | undefined;
  readonly delegateSelectors: Selectors;
}

export interface StepGroup extends Element {
  readonly kind: 'stepGroup';
  readonly steps: readonly StepElement[];
  readonly variables: readonly Variable[];
  readonly when: WhenText | undefined;
  readonly timeout: string | undefined;
  readonly failureStrategies: readonly FailureStrategy[];
  readonly strategy: Strategy | undefined;
  readonly delegateSelectors: Selectors;
}

export interface Parallel {
  readonly kind: 'parallel';
  readonly steps: readonly StepElement[];
  readonly position: Position;
}

export type Strategy = Matrix | Repeat | Parallelism;

interface StrategyBase {
  /** A condition that must hold before the iterations are told apart. */
  readonly when: string | undefined;
  /** 0 or absent: all at once. */
  readonly maxConcurrency: Json | undefined;
  readonly onFailure: 'RunAll' | 'SkipQueued' | undefined;
  readonly position: Position;
}

/** Axes in written order, each a list or an expression that yields one; or one text that yields them all. */
export interface Matrix extends StrategyBase {
  readonly kind: 'matrix';
  readonly axes: readonly Axis[] | string;
  /** A combination is left out when every key of one of these matches. */
  readonly exclude: readonly JsonObject[];
  /** By what an iteration is named in place of its index. */
  readonly nodeName: string | undefined;
}

export interface Axis {
  readonly name: string;
  readonly values: Json;
}

/** So many times, or once per item or per part of the items; each field may be an expression. */
export interface Repeat extends StrategyBase {
  readonly kind: 'repeat';
  readonly times: Json | undefined;
  readonly items: Json | undefined;
  readonly start: Json | undefined;
  readonly end: Json | undefined;
  readonly unit: 'Percentage' | 'Count';
  readonly partitionSize: Json | undefined;
}

export interface Parallelism extends StrategyBase {
  readonly kind: 'parallelism';
  readonly count: Json;
}

export interface FailureStrategy {
  readonly errors: readonly string[];
  readonly action: FailureActionText;
  readonly position: Position;
}

export interface FailureActionText {
  readonly type: string;
  readonly spec: JsonObject;
  readonly position: Position;
}

/** A SecretText entity. `Inline` values lie in `value`; `Reference` names an environment variable or file. */
export interface Secret {
  readonly identifier: string;
  readonly valueType: 'Inline' | 'Reference';
  readonly value: string;
  readonly position: Position;
}

/**
 * All that a project folder holds. `files` is the file store by path without a leading slash; a file
 * also goes by its path without extension and without a `files/` or `.harness/` in front.
 * `positions` has every single value of the YAML files by its fully qualified name.
 */
export interface Project {
  readonly pipelines: readonly Pipeline[];
  readonly services: readonly Service[];
  readonly environments: readonly Environment[];
  readonly infrastructures: readonly Infrastructure[];
  readonly overrides: readonly Override[];
  readonly connectors: readonly Connector[];
  readonly secrets: readonly Secret[];
  readonly files: ReadonlyMap<string, string>;
  /** By the same names, where the files lie. */
  readonly filePaths?: ReadonlyMap<string, string>;
  readonly positions?: ReadonlyMap<string, Position>;
  /** Of texts with expressions, where their characters stand, by the same names. */
  readonly textStarts?: ReadonlyMap<string, TextStart>;
}

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One `--input PATH=VALUE` or `--set PATH=VALUE` of the command line. */
export interface Binding {
  readonly by: 'input' | 'set';
  readonly path: string;
  readonly value: string;
}
