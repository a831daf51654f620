// Rule conditions: the form AWS answers, and the form by which requests are routed.
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { objectOf, objectsOf, textOf, textsOf } from '../request-fields.ts';
import type { ConditionView } from '../routing-view.ts';
import { validationError } from './elbv2-error.ts';

const CONFIG_OF: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

/** Only these are answered with `Values` beside their config. */
const WITH_VALUES: readonly string[] = ['host-header', 'path-pattern'];

/** `Values` and the field's own config are both answered for hosts and paths, else the config alone. */
export function normalConditions(conditions: readonly JsonObject[]): readonly JsonObject[] {
  return conditions.map((condition) => {
    const { field, configName, values, config } = partsOf(condition);
    const whole = { ...config, Values: values };
    if (!WITH_VALUES.includes(field)) return { Field: field, [configName]: whole };
    return { Field: field, Values: values, [configName]: whole };
  });
}

export function conditionViews(conditions: readonly JsonObject[]): readonly ConditionView[] {
  return conditions.map((condition): ConditionView => {
    const { field, values, config } = partsOf(condition);
    if (field === 'query-string') {
      const pairs = values.filter(isJsonObject);
      return {
        field,
        values: pairs.map((pair) => ({
          key: textOf(pair, 'Key'),
          value: textOf(pair, 'Value') ?? '',
        })),
      };
    }
    const texts = values.filter((value) => typeof value === 'string');
    if (field === 'http-header') {
      return { field, name: textOf(config, 'HttpHeaderName') ?? '', values: texts };
    }
    if (field === 'http-request-method' || field === 'source-ip' || field === 'path-pattern') {
      return { field, values: texts };
    }
    return { field: 'host-header', values: texts };
  });
}

function partsOf(condition: JsonObject): {
  readonly field: string;
  readonly configName: string;
  readonly values: readonly Json[];
  readonly config: JsonObject;
} {
  const field = textOf(condition, 'Field') ?? '';
  const configName = Object.hasOwn(CONFIG_OF, field) ? CONFIG_OF[field] : undefined;
  if (configName === undefined) {
    throw validationError(`Condition field '${field}' is not one of this twin's`);
  }
  const config = objectOf(condition, configName) ?? {};
  const read = field === 'query-string' ? objectsOf : textsOf;
  const values = read(config, 'Values') ?? read(condition, 'Values') ?? [];
  if (values.length === 0) throw validationError('A condition must have a value');
  return { field, configName, values, config };
}
