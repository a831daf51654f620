// Which AWS service a request is for, by the credential scope of its signature.
import { TwinError } from '../twin-error.ts';
import type { Received } from './answer.ts';

export type AwsService = (typeof SERVICES)[number];

const SERVICES = ['elasticloadbalancing', 'monitoring', 'sts', 'ec2'] as const;

const SCOPE = /Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/;

/** A request without a signature, or for another region, is refused. */
export function awsServiceOf(received: Received, region: string): AwsService {
  const authorization = received.headers['authorization'];
  if (authorization === undefined) {
    throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const [, signedRegion, signedService] = SCOPE.exec(authorization) ?? [];
  const service = SERVICES.find((each) => each === signedService);
  if (service === undefined) {
    throw refused('IncompleteSignature', 'The credential scope names no service of this twin');
  }
  if (service !== 'sts' && signedRegion !== region) {
    const message = `Credential should be scoped to a valid region, not '${signedRegion}'`;
    throw refused('SignatureDoesNotMatch', message);
  }
  return service;
}

function refused(code: string, message: string): TwinError {
  return new TwinError('sts', 403, code, message);
}
