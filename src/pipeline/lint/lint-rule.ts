// What a lint rule is: it finds what is allowed and hardly ever meant.
import type { LintCode, Position } from '../diagnostic.ts';
import type { Pipeline } from '../pipeline.ts';

export type LintLevel = 'off' | 'note' | 'warning' | 'error';

export interface LintRule {
  readonly code: LintCode;
  /** Half a sentence each, for the page of the codes. */
  readonly means: string;
  readonly advice: string;
  /** What a finding is when the settings say nothing. */
  readonly level: LintLevel;
  find(pipeline: Pipeline, facts: LintFacts): readonly LintFinding[];
}

export interface LintFinding {
  readonly message: string;
  readonly hint: string;
  readonly position: Position;
}

/** What the settings and files beside a pipeline say of it. */
export interface LintFacts {
  /** The people of a group in an environment; undefined when nobody knows who they are. */
  peopleOf(environment: string, group: string): readonly string[] | undefined;
  /** Where the value of this fully qualified name stands. */
  positionOf(fqn: string): Position | undefined;
}
