// Diagnostics: what is wrong with the author's files, each with its place, all returned at once.
/** A place in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where the author uses the template in which this stands. */
  readonly usedAt?: Position;
}

/** Codes are permanent: explained-codes.ts and docs/errors.md explain each. */
export type DiagnosticCode =
  | 'yaml-syntax'
  | 'yaml-duplicate-key'
  | 'missing-field'
  | 'wrong-type'
  | 'wrong-value'
  | 'unknown-field'
  | 'unsupported-field'
  | 'unsupported-step'
  | 'foreign-step'
  | 'unsupported-stage'
  | 'unsupported-strategy'
  | 'unsupported-action'
  | 'unsupported-expression'
  | 'duplicate-identifier'
  | 'unknown-entity'
  | 'duplicate-entity'
  | 'missing-file'
  | 'missing-settings'
  | 'unknown-path'
  | 'unbound-input'
  | 'bad-timeout'
  | 'bad-expression'
  | 'unresolved-expression'
  | 'failure-strategy'
  | 'plan-too-large'
  | 'template-cycle'
  | 'template-input'
  | 'unsupported-template'
  | 'foreign-schema'
  | LintCode;

/** Of what is allowed and hardly ever meant; penstock.yaml says how loud each is. */
export type LintCode = (typeof LINT_CODES)[number];

export const LINT_CODES = [
  'run-all-after-rejection',
  'falling-weights',
  'rule-shifted-twice',
  'same-target-group',
  'no-way-back',
  'unanswered-input',
  'approval-beside-steps',
  'too-few-approvers',
  'secret-address',
  'placeholder',
] as const;

/**
 * An error keeps a run from starting. A warning says that something will not be as it looks. A note
 * names what is not there yet: a file alone is right without it, `plan` and `run` need it.
 */
export type Severity = 'error' | 'warning' | 'note';

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** What is wrong and why, as one sentence. */
  readonly message: string;
  /** What to do about it, as one sentence. */
  readonly hint: string;
  readonly position: Position | undefined;
  /** The author's line at the position, where the text is at hand. */
  readonly line?: string;
}
