// The shape of one mapping of the language: its fields, which of them must be there, and what Harness has beside them.
import type { DiagnosticCode } from '../diagnostic.ts';
import type { Schema } from '../schema-words.ts';

/**
 * `refused` maps keys that Harness knows and we do not support to what the author can do instead;
 * `ignored` maps those that may stay, without effect, to why they have none.
 */
export interface Shape {
  readonly fields: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly refused?: Readonly<Record<string, string>>;
  readonly refusedCode?: DiagnosticCode;
  readonly ignored?: Readonly<Record<string, string>>;
  /** Exactly one of these must be there: a key, or keys together. */
  readonly oneOf?: readonly (string | readonly string[])[];
  /** Other keys are names that the author chooses, and this is what stands under them. */
  readonly others?: Schema;
}
