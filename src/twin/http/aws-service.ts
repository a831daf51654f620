// Which AWS service a request is for, by the credential scope of its signature.
import { TwinError } from '../twin-error.ts';
import type { Received } from './answer.ts';

export type AwsService = 'elasticloadbalancing' | 'monitoring' | 'sts';

const SCOPE = /Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/;

/** Signatures are not verified; a request without one, or for another region, is refused. */
export function awsServiceOf(received: Received, region: string): AwsService {
  const authorization = received.headers['authorization'];
  if (authorization === undefined) {
    throw refused('MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const [, signedRegion, service] = SCOPE.exec(authorization) ?? [];
  if (service !== 'elasticloadbalancing' && service !== 'monitoring' && service !== 'sts') {
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
