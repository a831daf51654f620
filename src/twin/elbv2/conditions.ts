// Rule conditions: the form AWS answers, and the form by which requests are routed.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf, textOf, textsOf } from '../request-fields.ts';
import type { ConditionView } from '../routing-view.ts';
import { validationError } from './elbv2-error.ts';

const CONFIG_OF: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
};

/** `Values` and the field's own config are both answered, except for headers. */
export function normalConditions(conditions: readonly JsonObject[]): readonly JsonObject[] {
  return conditions.map((condition) => {
    const { field, configName, values, config } = partsOf(condition);
    const whole = { ...config, Values: values };
    if (field === 'http-header') return { Field: field, [configName]: whole };
    return { Field: field, Values: values, [configName]: whole };
  });
}

export function conditionViews(conditions: readonly JsonObject[]): readonly ConditionView[] {
  return conditions.map((condition) => {
    const { field, values, config } = partsOf(condition);
    if (field === 'http-header') {
      return { field, name: textOf(config, 'HttpHeaderName') ?? '', values };
    }
    return { field: field === 'path-pattern' ? field : 'host-header', values };
  });
}

function partsOf(condition: JsonObject): {
  readonly field: string;
  readonly configName: string;
  readonly values: readonly string[];
  readonly config: JsonObject;
} {
  const field = textOf(condition, 'Field') ?? '';
  const configName = CONFIG_OF[field];
  if (configName === undefined) {
    throw validationError(`Condition field '${field}' is not one of this twin's`);
  }
  const config = objectOf(condition, configName) ?? {};
  const values = textsOf(config, 'Values') ?? textsOf(condition, 'Values') ?? [];
  if (values.length === 0) throw validationError('A condition must have a value');
  return { field, configName, values, config };
}
