// The environment with which other people's clients of AWS and Spot find a twin.
import type { WorldSpec } from '../../twin/world-spec.ts';

/**
 * The keys are the world's first, or any where it has none. `AWS_ENDPOINT_URL` is read by the SDKs
 * and by newer command lines; older ones take `--endpoint-url`. Python's clients read the region as
 * `AWS_DEFAULT_REGION` only.
 * `SPOTINST_BASE_URL` is read by spotctl; Spot's SDKs take the address in code.
 */
export function clientEnvironment(
  url: string,
  { region, spot, credentials }: Pick<WorldSpec, 'region' | 'spot' | 'credentials'>,
): Readonly<Record<string, string>> {
  const key = credentials?.[0] ?? { accessKeyId: 'twin', secretAccessKey: 'twin' };
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    ...(key.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: key.sessionToken }),
    AWS_EC2_METADATA_DISABLED: 'true',
    SPOTINST_BASE_URL: url,
    SPOTINST_TOKEN: spot.token,
    SPOTINST_ACCOUNT: spot.accountId,
  };
}
