// Who an AWS client is: the account behind its credentials.
import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { CALL_TIMEOUT_MS, call } from './call.ts';

export interface AwsIdentity {
  readonly accountId: string;
  readonly arn: string;
}

/** Throws only `CloudError`; needs no permission. */
export async function readAwsIdentity(
  client: STSClient,
  timeoutMs: number = CALL_TIMEOUT_MS,
): Promise<AwsIdentity> {
  const answer = await call({ name: 'GetCallerIdentity', writes: false }, timeoutMs, (send) =>
    client.send(new GetCallerIdentityCommand({}), send),
  );
  return { accountId: answer.Account ?? '', arn: answer.Arn ?? '' };
}
