// The environment with which other people's clients of AWS and Spot find a twin.
import type { WorldSpec } from '../../twin/world-spec.ts';

/**
 * `AWS_ENDPOINT_URL` is read by the SDKs and by newer command lines; older ones take `--endpoint-url`.
 * `SPOTINST_BASE_URL` is read by spotctl; Spot's SDKs take the address in code.
 */
export function clientEnvironment(
  url: string,
  { region, spot }: Pick<WorldSpec, 'region' | 'spot'>,
): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'twin',
    AWS_SECRET_ACCESS_KEY: 'twin',
    AWS_EC2_METADATA_DISABLED: 'true',
    SPOTINST_BASE_URL: url,
    SPOTINST_TOKEN: spot.token,
    SPOTINST_ACCOUNT: spot.accountId,
  };
}
