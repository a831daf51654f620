// What a GetMetricData request may contain, as AWS's service description bounds it.
import type { JsonObject } from '../../lib/json.ts';
import { type FieldCheck, fields, flag, list, oneOf, text, whole } from '../elbv2/field-check.ts';
import { textOf } from '../request-fields.ts';
import { TwinError } from '../twin-error.ts';

/** Throws `TwinError`; times and the number of queries are checked where they are used. */
export function checkMetricRequest(request: JsonObject): void {
  try {
    REQUEST(request, '');
  } catch (error) {
    if (!(error instanceof TwinError)) throw error;
    throw new TwinError('cloudwatch', error.httpStatus, error.code, error.message);
  }
  const token = textOf(request, 'NextToken') ?? '';
  if (token === '') return;
  throw new TwinError('cloudwatch', 400, 'InvalidNextToken', `The token '${token}' is invalid`);
}

const LARGEST = 2 ** 31 - 1;
const SHORT = text({ least: 1, most: 255 });
const UNITS = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'Count', 'Count/Second', 'None'],
  ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'],
  ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'],
  ...['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second'],
  ...['Terabytes/Second', 'Bits/Second', 'Kilobits/Second', 'Megabits/Second'],
  ...['Gigabits/Second', 'Terabits/Second'],
];
const METRIC = fields({
  Namespace: text({ least: 1, most: 255, pattern: /^[^:].*$/ }),
  MetricName: SHORT,
  Dimensions: list(
    fields({ Name: SHORT, Value: text({ least: 1, most: 1_024 }) }, ['Name', 'Value']),
    { most: 30 },
  ),
});
const QUERY = fields(
  {
    Id: SHORT,
    MetricStat: fields(
      { Metric: METRIC, Period: whole(1, LARGEST), Stat: text(), Unit: oneOf(...UNITS) },
      ['Metric', 'Period', 'Stat'],
    ),
    Expression: text({ least: 1, most: 2_048 }),
    Label: text(),
    ReturnData: flag(),
    Period: whole(1, LARGEST),
    AccountId: SHORT,
  },
  ['Id'],
);
const REQUEST: FieldCheck = fields({
  MetricDataQueries: list(QUERY),
  NextToken: text(),
  ScanBy: oneOf('TimestampDescending', 'TimestampAscending'),
  MaxDatapoints: whole(-LARGEST, LARGEST),
  LabelOptions: fields({ Timezone: text() }),
});
