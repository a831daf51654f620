// AWS's RPC v2 CBOR protocol, which CloudWatch offers beside JSON and queries.
import { isJsonObject } from '../../lib/json.ts';
import type { Twin } from '../twin.ts';
import { TwinError } from '../twin-error.ts';
import type { Answer, Received } from './answer.ts';
import { queryErrorHeader } from './aws-json.ts';
import { decodeCbor } from './cbor-decode.ts';
import { encodeCbor } from './cbor-encode.ts';

const HEADERS = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
const OPERATION = '/service/GraniteServiceVersion20100801/operation/GetMetricData';
const TIMES: ReadonlySet<string> = new Set(['Timestamps']);

export function isCbor(received: Received): boolean {
  return received.headers['smithy-protocol'] === HEADERS['smithy-protocol'];
}

export function answerCbor(twin: Twin, received: Received): Answer {
  const { pathname } = received.url;
  if (pathname !== OPERATION || received.method !== 'POST') {
    throw new TwinError('cloudwatch', 404, 'UnknownOperationException', `Unknown: ${pathname}`);
  }
  const request = decodeCbor(received.bytes ?? new Uint8Array());
  if (!isJsonObject(request)) {
    throw new TwinError('cloudwatch', 400, 'SerializationException', 'The body is no CBOR map');
  }
  const body = encodeCbor(twin.cloudWatch.getMetricData(request), TIMES);
  return { status: 200, headers: HEADERS, body };
}

export function cborError(error: TwinError): Answer {
  const body = { __type: `com.amazonaws.cloudwatch#${error.code}`, message: error.message };
  return {
    status: error.httpStatus,
    headers: { ...HEADERS, ...queryErrorHeader(error) },
    body: encodeCbor(body, TIMES),
  };
}
