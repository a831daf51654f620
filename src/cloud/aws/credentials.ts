// Where an AWS client's credentials come from: given keys or the SDK's default chain, and a role on top.
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers';

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export type AwsCredentials = AwsKeys | (() => Promise<AwsKeys>);

interface AwsRole {
  readonly roleArn: string;
  readonly externalId: string | undefined;
}

export interface AwsCredentialsOptions {
  /** Without keys the SDK's default chain: environment, profile, web identity, instance role. */
  readonly keys: AwsKeys | undefined;
  readonly role: AwsRole | undefined;
  readonly region: string;
}

export function awsCredentials({ keys, role, region }: AwsCredentialsOptions): AwsCredentials {
  const own = keys ?? fromNodeProviderChain({ clientConfig: { region } });
  if (role === undefined) return own;
  return fromTemporaryCredentials({
    masterCredentials: own,
    clientConfig: { region, maxAttempts: 1 },
    params: {
      RoleArn: role.roleArn,
      RoleSessionName: 'penstock',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
  });
}
