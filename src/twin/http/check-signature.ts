// Refuses a request that none of the world's keys has signed, with the code of its service and protocol.
import type { TwinService } from '../fault.ts';
import { TwinError } from '../twin-error.ts';
import type { KeyPair } from '../world-spec.ts';
import type { Received } from './answer.ts';
import { isCbor } from './aws-cbor.ts';
import type { AwsService } from './aws-service.ts';
import { type SignatureProblem, signatureProblem } from './signature.ts';

/** Throws `TwinError`; a world without keys lets every signature pass. */
export function checkSignature(
  received: Received,
  service: AwsService,
  keys: readonly KeyPair[] | undefined,
  wallNow: number | undefined,
): void {
  if (keys === undefined) return;
  const problem = signatureProblem(received, keys, wallNow);
  if (problem === undefined) return;
  const [httpStatus, code, message = problem.message] = refusal(received, service)[problem.kind];
  throw new TwinError(SERVICES[service], httpStatus, code, message);
}

const SERVICES: Readonly<Record<AwsService, TwinService>> = {
  elasticloadbalancing: 'elbv2',
  monitoring: 'cloudwatch',
  sts: 'sts',
  ec2: 'ec2',
};

/** Without a message of its own it has the problem's. */
type Refusal = readonly [httpStatus: number, code: string, message?: string];
type Refusals = Readonly<Record<SignatureProblem['kind'], Refusal>>;

const NOT_VALIDATED = 'AWS was not able to validate the provided access credentials';

const IN_QUERIES: Refusals = {
  incomplete: [403, 'IncompleteSignature'],
  'unknown-key': [403, 'InvalidClientTokenId'],
  wrong: [403, 'SignatureDoesNotMatch'],
  skewed: [403, 'SignatureDoesNotMatch'],
};
const IN_JSON_AND_CBOR: Refusals = {
  incomplete: [400, 'IncompleteSignature'],
  'unknown-key': [400, 'UnrecognizedClientException'],
  wrong: [400, 'InvalidSignatureException'],
  skewed: [400, 'InvalidSignatureException'],
};
const OF_EC2: Refusals = {
  incomplete: [403, 'IncompleteSignature'],
  'unknown-key': [401, 'AuthFailure', NOT_VALIDATED],
  wrong: [401, 'AuthFailure', NOT_VALIDATED],
  skewed: [400, 'RequestExpired', 'Request has expired.'],
};

function refusal(received: Received, service: AwsService): Refusals {
  if (service === 'ec2') return OF_EC2;
  const isQuery = received.headers['x-amz-target'] === undefined && !isCbor(received);
  return isQuery ? IN_QUERIES : IN_JSON_AND_CBOR;
}
