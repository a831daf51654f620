// Fields that stages, step groups and steps share.
import type { Schema } from '../schema-words.ts';
import { IDENTIFIER, listOf, NAME, orExpression, orInput, ref, TEXT } from '../schema-words.ts';

export const IDENTITY: Readonly<Record<'identifier' | 'name' | 'description', Schema>> = {
  identifier: IDENTIFIER,
  name: NAME,
  description: TEXT,
};

export const FAILURE_STRATEGIES: Schema = orInput(listOf(ref('FailureStrategy')));

export const DELEGATE_SELECTORS: Schema = orExpression(listOf(TEXT));

export const NO_POLICIES = 'Policies are not evaluated: check them before the pipeline runs.';
