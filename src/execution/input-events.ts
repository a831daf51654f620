// What people give to a step that asks for values before it begins.
import type { NodePath } from '../plan/plan.ts';

/** The first word counts. The wait ends with it, or with the pause in which it was said. */
export interface InputGiven {
  readonly type: 'InputGiven';
  readonly path: NodePath;
  readonly attempt: number;
  readonly wait: string;
  readonly by: string;
  /** By the names that were asked for. */
  readonly values: Readonly<Record<string, string>>;
  readonly comment?: string;
}
