// AWS's query protocol: form-encoded requests in, XML out; for ELBv2, STS and older CloudWatch clients.
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../lib/json.ts';
import { OPERATIONS } from '../operations.ts';
import { textOf } from '../request-fields.ts';
import type { ApiCall, Elbv2, Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import type { Answer, Received } from './answer.ts';
import type { AwsService } from './aws-service.ts';
import { parseQueryRequest } from './query-request.ts';
import { xmlOf } from './xml.ts';

type QueryService = Exclude<AwsService, 'ec2'>;

const NAMESPACES: Readonly<Record<QueryService, string>> = {
  elasticloadbalancing: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

export function answerQuery(twin: Twin, service: QueryService, received: Received): Answer {
  const request = parseQueryRequest(received.body);
  const action = textOf(request, 'Action') ?? '';
  const act = operation(twin, service, action);
  if (act === undefined) {
    const message = `The action ${action} is not valid for this web service`;
    throw new TwinError('sts', 400, 'InvalidAction', message);
  }
  const result = xmlOf(act(request));
  const metadata = xmlOf({ ResponseMetadata: { RequestId: randomUUID() } });
  const inner = `<${action}Result>${result}</${action}Result>${metadata}`;
  const namespace = NAMESPACES[service];
  return xmlAnswer(200, `<${action}Response xmlns="${namespace}">${inner}</${action}Response>`);
}

/** `service` is undefined when the request did not even say which one it is for. */
export function queryError(error: TwinError, service: QueryService | undefined): Answer {
  const body = xmlOf({
    Error: {
      Type: error.httpStatus >= 500 ? 'Receiver' : 'Sender',
      Code: error.code,
      Message: error.message,
    },
    RequestId: randomUUID(),
  });
  const namespace = NAMESPACES[service ?? 'elasticloadbalancing'];
  return xmlAnswer(error.httpStatus, `<ErrorResponse xmlns="${namespace}">${body}</ErrorResponse>`);
}

function xmlAnswer(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

function operation(twin: Twin, service: QueryService, action: string): ApiCall | undefined {
  const { elbv2 } = twin;
  if (service === 'sts') {
    return action === 'GetCallerIdentity' ? twin.sts.getCallerIdentity : undefined;
  }
  if (service === 'monitoring') {
    return action === 'GetMetricData' ? (request) => getMetricData(twin, request) : undefined;
  }
  return OPERATIONS.elbv2.includes(action) ? elbv2[memberOf(action)] : undefined;
}

/** `DescribeRules` is `describeRules`. */
function memberOf(action: string): keyof Elbv2 {
  return `${action.charAt(0).toLowerCase()}${action.slice(1)}` as keyof Elbv2;
}

/** In this protocol times are ISO texts. */
function getMetricData(twin: Twin, request: JsonObject): JsonObject {
  const secondsOf = (field: string): number => Date.parse(textOf(request, field) ?? '') / 1_000;
  const answer = twin.cloudWatch.getMetricData({
    ...request,
    StartTime: secondsOf('StartTime'),
    EndTime: secondsOf('EndTime'),
  });
  const results = answer['MetricDataResults'] as readonly JsonObject[];
  return {
    MetricDataResults: results.map((result) => ({
      ...result,
      Timestamps: (result['Timestamps'] as readonly number[]).map((seconds) =>
        new Date(seconds * 1_000).toISOString(),
      ),
    })),
  };
}
