// What may stand beside `template:`, by what the template is of.
import { STEP_GROUP } from '../shapes/execution.ts';
import { PIPELINE } from '../shapes/pipeline.ts';
import type { TemplateKind } from '../shapes/template.ts';

/** Where the template has them too, those of the use count. */
export const OWN_FIELDS: readonly string[] = ['identifier', 'name', 'description', 'tags'];

export const BESIDE_TEMPLATE: Readonly<Record<TemplateKind, readonly string[]>> = {
  Step: OWN_FIELDS,
  Stage: OWN_FIELDS,
  StepGroup: [...OWN_FIELDS, ...fieldsBut(STEP_GROUP.fields, 'steps')],
  Pipeline: [...OWN_FIELDS, ...fieldsBut(PIPELINE.fields, 'stages')],
};

function fieldsBut(fields: object, content: string): readonly string[] {
  return Object.keys(fields).filter((key) => key !== content && key !== 'template');
}
