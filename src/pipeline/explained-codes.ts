// What each diagnostic code means and what to do about it, but for those of lint rules, which say it themselves; docs/errors.md is made from this.
import type { DiagnosticCode, LintCode } from './diagnostic.ts';

export interface Explanation {
  /** Half a sentence: what is the matter where this code stands. */
  readonly means: string;
  /** Half a sentence: what the author can do. */
  readonly advice: string;
}

export const EXPLAINED_CODES: Readonly<Record<Exclude<DiagnosticCode, LintCode>, Explanation>> = {
  'yaml-syntax': {
    means: 'the text is not YAML',
    advice: 'mend the line that is named; the cause is often one line above',
  },
  'yaml-duplicate-key': {
    means: 'a key stands twice in one mapping',
    advice: 'keep one',
  },
  'missing-field': {
    means: 'a field that the construct needs is absent; a warning where it is only wise',
    advice: 'add it',
  },
  'wrong-type': {
    means: 'a text where a number or a list belongs, or the like',
    advice: 'write the type that is named',
  },
  'wrong-value': {
    means: 'a value outside what is allowed, by the field or by its `<+input>`',
    advice: 'take one of the values that are named',
  },
  'unknown-field': {
    means: 'a key that the construct does not have (a warning); often a typo',
    advice: 'take the nearest known key, or remove it',
  },
  'unsupported-field': {
    means: 'Harness has the field, Penstock does not run it; a warning where it only has no effect',
    advice: 'remove it, or do without this feature',
  },
  'unsupported-step': {
    means: 'a step type that Harness does not have, or a step that may not stand there',
    advice: 'take the nearest known type, or move the step',
  },
  'foreign-step': {
    means: 'a step type of Harness that Penstock does not run yet',
    advice: 'see [compatibility](compatibility.md)',
  },
  'unsupported-stage': {
    means: 'a stage or deployment type that Penstock does not run',
    advice: 'see [compatibility](compatibility.md)',
  },
  'unsupported-strategy': {
    means: 'a strategy whose values only the run would know',
    advice: 'take the values from what is known before it: variables, entities, inputs',
  },
  'unsupported-action': {
    means: 'a failure action that cannot be run where it stands',
    advice: 'the message says why, the hint what to take instead',
  },
  'unsupported-expression': {
    means: 'a function or form of expression that Penstock does not evaluate',
    advice: 'write it in a simpler form',
  },
  'duplicate-identifier': {
    means: 'two elements of one level have the same identifier',
    advice: 'rename one',
  },
  'unknown-entity': {
    means:
      'a service, environment, infrastructure, connector or secret that the project does not hold, or a connector of another type',
    advice: 'add its YAML to the project folder, or mend the reference',
  },
  'duplicate-entity': {
    means: 'two files define the same entity',
    advice: 'keep one',
  },
  'missing-file': {
    means: 'a file of the file store is not in the project folder',
    advice: 'add it under the path that is named',
  },
  'missing-settings': {
    means:
      'a step needs settings that penstock.yaml does not have, such as a mail server, or a secret whose variable or file is not there',
    advice: 'add them; the message says which',
  },
  'unknown-path': {
    means: 'the PATH of `--set` or `--input`, or something of `--inputs`, names nothing',
    advice: 'take the nearest path that is named',
  },
  'unbound-input': {
    means: 'an `<+input>` has no value, and nobody can be asked for it while the run is under way',
    advice: 'give the `--input` that is named',
  },
  'bad-timeout': {
    means: "a duration that Harness's grammar does not have",
    advice: 'write it like `10m` or `1d 2h`',
  },
  'bad-expression': {
    means: 'an expression that cannot be read',
    advice: 'mend it at the place that is named',
  },
  'unresolved-expression': {
    means: 'an expression names something that will never exist',
    advice: 'take the nearest name',
  },
  'failure-strategy': {
    means: 'failure strategies that contradict each other or cannot work',
    advice: 'as the hint says',
  },
  'plan-too-large': {
    means: 'the pipeline or its templates expand to more than a plan may have',
    advice: 'make the matrix smaller, or use fewer templates in each other',
  },
  'template-cycle': {
    means: 'a template contains itself, directly or by way of others',
    advice: 'write one of the uses in the chain out',
  },
  'template-input': {
    means: '`templateInputs` give something for which the template does not ask',
    advice: 'take the nearest input that is named, or make the value `<+input>` in the template',
  },
  'unsupported-template': {
    means: 'a kind of template that Penstock does not read, or fields beside a template',
    advice: 'the message says why, the hint what to write instead',
  },
  'foreign-schema': {
    means: 'the schema that was given with `--schema` does not accept this',
    advice:
      'mend it for whoever goes by that schema; Penstock has said above what it thinks itself',
  },
};
