// A connector of type `Aws`: which credentials its clients get.
import { z } from 'zod';
import { type AwsCredentials, type AwsKeys, awsCredentials } from '../../cloud/aws/credentials.ts';
import type { Connector } from '../../pipeline/pipeline.ts';
import { invalid, readSpec, type Secrets, secretOf } from './connector.ts';

const manual = z.object({
  accessKey: z.string().optional(),
  accessKeyRef: z.string().optional(),
  secretKeyRef: z.string(),
  sessionTokenRef: z.string().optional(),
});

type Manual = z.infer<typeof manual>;

const role = z.object({
  crossAccountRoleArn: z.string().startsWith('arn:'),
  externalId: z.string().nullish(),
});

const credential = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ManualConfig'),
    spec: manual,
    crossAccountAccess: role.nullish(),
  }),
  z.object({
    type: z.enum(['InheritFromDelegate', 'Irsa']),
    crossAccountAccess: role.nullish(),
  }),
]);

const awsSpec = z.object({ credential });

/** Throws `CloudError` of kind `invalid` when the connector lacks something. */
export function credentialsOf(
  connector: Connector,
  secrets: Secrets,
  region: string,
): AwsCredentials {
  const { credential: given } = readSpec(connector, awsSpec);
  const keys = given.type === 'ManualConfig' ? keysOf(connector, secrets, given.spec) : undefined;
  const access = given.crossAccountAccess ?? undefined;
  return awsCredentials({
    keys,
    role: access && {
      roleArn: access.crossAccountRoleArn,
      externalId: access.externalId ?? undefined,
    },
    region,
  });
}

function keysOf(connector: Connector, secrets: Secrets, spec: Manual): AwsKeys {
  const { accessKey, accessKeyRef, secretKeyRef, sessionTokenRef } = spec;
  const secret = (reference: string): string => secretOf(connector, secrets, reference);
  const accessKeyId = accessKey ?? (accessKeyRef && secret(accessKeyRef));
  if (!accessKeyId) {
    throw invalid(
      'InvalidConnector',
      `Connector ${connector.identifier}: spec.credential.spec needs accessKey or accessKeyRef`,
    );
  }
  const secretAccessKey = secret(secretKeyRef);
  return sessionTokenRef === undefined
    ? { accessKeyId, secretAccessKey }
    : { accessKeyId, secretAccessKey, sessionToken: secret(sessionTokenRef) };
}
