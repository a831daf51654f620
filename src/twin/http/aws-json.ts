// AWS's JSON 1.0 protocol, in which present clients speak to CloudWatch.
import { isJsonObject } from '../../lib/json.ts';
import type { Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import { type Answer, jsonAnswer, type Received } from './answer.ts';
import { parseJson } from './parse-json.ts';

const HEADERS = { 'content-type': 'application/x-amz-json-1.0' };

export function answerJson(twin: Twin, target: string, received: Received): Answer {
  if (!target.endsWith('.GetMetricData')) {
    throw new TwinError('cloudwatch', 400, 'UnknownOperationException', `Unknown: ${target}`);
  }
  const request = parseJson(received.body);
  if (!isJsonObject(request)) {
    throw new TwinError('cloudwatch', 400, 'SerializationException', 'The body is no JSON object');
  }
  return jsonAnswer(200, twin.cloudWatch.getMetricData(request), HEADERS);
}

export function jsonError(error: TwinError): Answer {
  const body = { __type: `com.amazonaws.cloudwatch#${error.code}`, message: error.message };
  return jsonAnswer(error.httpStatus, body, { ...HEADERS, ...queryErrorHeader(error) });
}

/** Clients of the older protocol's error codes find them in the header. */
export function queryErrorHeader(error: TwinError): Readonly<Record<string, string>> {
  const fault = error.httpStatus >= 500 ? 'Receiver' : 'Sender';
  const code = error.code.replaceAll(/[^\x21-\x7e]/g, '?');
  return { 'x-amzn-query-error': `${code};${fault}` };
}
