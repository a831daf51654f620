// EC2's query protocol: numbered parameters in, XML with `<item>` lists out, and errors of its own form.
import { randomUUID } from 'node:crypto';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import type { Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import type { Answer, Received } from './answer.ts';
import { parseQueryRequest } from './query-request.ts';
import { xmlOf } from './xml.ts';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const HEADERS = { 'content-type': 'text/xml' };

export function answerEc2(twin: Twin, received: Received): Answer {
  const sent = parseQueryRequest(received.body);
  const action = textOf(sent, 'Action') ?? '';
  const request = requestOf(sent);
  if (sent['DryRun'] === 'true') {
    const would = 'Request would have succeeded, but DryRun flag is set.';
    throw new TwinError('ec2', 412, 'DryRunOperation', would);
  }
  const answer = (content: JsonObject): Answer => {
    const body = xmlOf({ requestId: randomUUID(), ...content }, 'item');
    const text = `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`;
    return { status: 200, headers: HEADERS, body: text };
  };
  if (action === 'DescribeImages') return answer(twin.ec2.describeImages(request));
  if (action === 'DescribeInstances') return answer(twin.ec2.describeInstances(request));
  const message = `The action ${action} is not valid for this web service.`;
  throw new TwinError('ec2', 400, 'InvalidAction', message);
}

export function ec2Error({ httpStatus, code, message }: TwinError): Answer {
  const error = xmlOf({ Code: code, Message: message });
  const body = `<Response><Errors><Error>${error}</Error></Errors><RequestID>${randomUUID()}</RequestID></Response>`;
  return { status: httpStatus, headers: HEADERS, body };
}

/** `Filter.1.Value.1` as `Filters[0].Values[0]`: on the wire EC2 names lists in the singular. */
function requestOf(sent: JsonObject): JsonObject {
  const filters = listOf(sent['Filter'])?.filter(isJsonObject);
  const size = textOf(sent, 'MaxResults');
  return {
    ImageIds: listOf(sent['ImageId']),
    Owners: listOf(sent['Owner']),
    InstanceIds: listOf(sent['InstanceId']),
    Filters: filters?.map((each) => ({ Name: each['Name'], Values: listOf(each['Value']) })),
    MaxResults: size === undefined ? undefined : Number(size),
    NextToken: sent['NextToken'],
  };
}

function listOf(numbered: Json | undefined): readonly Json[] | undefined {
  if (!isJsonObject(numbered)) return undefined;
  return Object.entries(numbered)
    .sort(([one], [other]) => Number(one) - Number(other))
    .flatMap(([, value]) => value ?? []);
}
