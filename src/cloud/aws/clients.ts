// The SDK clients of one account and region, with every setting given: none is taken from elsewhere.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentials } from './credentials.ts';

export interface AwsClients {
  readonly loadBalancing: ElasticLoadBalancingV2Client;
  readonly cloudWatch: CloudWatchClient;
  readonly identity: STSClient;
}

export interface AwsClientsOptions {
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Instead of AWS's own addresses, such as a twin's. */
  readonly endpoint?: string;
}

/** Real time until a connection stands. */
const CONNECT_TIMEOUT_MS = 3_000;
/** Of one client: all rules of a run are written side by side. */
export const MOST_CONNECTIONS = 256;

/**
 * `maxAttempts` is 1: retries are the caller's. With an endpoint the settings that the SDK would
 * look up in the environment and in profiles (FIPS, dual stack, defaults mode) are pinned, too.
 */
export function createAwsClients({ region, credentials, endpoint }: AwsClientsOptions): AwsClients {
  const settings = {
    region,
    credentials,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      httpAgent: { maxSockets: MOST_CONNECTIONS },
      httpsAgent: { maxSockets: MOST_CONNECTIONS },
    },
    ...(endpoint === undefined
      ? {}
      : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false, userAgentAppId: '' }),
  } as const;
  const loadBalancing = new ElasticLoadBalancingV2Client(settings);
  // Nobody reads the SDK's log; what it would hide there costs as much time as a signature.
  loadBalancing.middlewareStack.remove('loggerMiddleware');
  return {
    loadBalancing,
    cloudWatch: new CloudWatchClient(settings),
    identity: new STSClient(settings),
  };
}
