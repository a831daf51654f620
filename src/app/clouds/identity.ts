// Who a run is in the clouds: shown before the first write, journalled, and compared at a resume.
import { readAwsIdentity } from '../../cloud/aws/identity.ts';
import { type CloudsOptions, createClients } from './clients.ts';

export interface Identity {
  readonly awsAccountId: string;
  readonly awsArn: string;
  readonly region: string;
  readonly spotAccountId: string;
}

export interface IdentityOptions extends CloudsOptions {
  readonly awsConnectorRef: string;
  readonly region: string;
  readonly spotConnectorRef: string;
}

/** Asks AWS (STS) once and reads the Spot account off its connector. Throws only `CloudError`. */
export async function readIdentity(options: IdentityOptions): Promise<Identity> {
  const { awsConnectorRef, region, spotConnectorRef } = options;
  const clients = createClients(options);
  const { accountId: spotAccountId } = clients.spot(spotConnectorRef);
  const { accountId, arn } = await readAwsIdentity(clients.aws(awsConnectorRef, region).identity);
  return { awsAccountId: accountId, awsArn: arn, region, spotAccountId };
}
