// The clients of a world by connector and region: made once, with the credentials that this world allows.
import { type AwsClients, createAwsClients } from '../../cloud/aws/clients.ts';
import type { Connector } from '../../pipeline/pipeline.ts';
import { credentialsOf } from './aws-connector.ts';
import { findConnector, invalid, type Secrets } from './connector.ts';
import { type CloudWorld, guardedEndpoint } from './guarded-endpoint.ts';
import { rehearsedSpotAccess, type SpotAccess, spotAccess } from './spot-connector.ts';

export interface CloudsOptions {
  readonly connectors: readonly Connector[];
  readonly world: CloudWorld;
  readonly secrets: Secrets;
}

export interface Clients {
  aws(connectorRef: string, region: string): AwsClients;
  spot(connectorRef: string): SpotAccess & { readonly baseUrl: string };
}

const SPOT_URL = 'https://api.spotinst.io';
/** A twin takes any keys; real ones never go there. */
const DUMMY_KEYS = { accessKeyId: 'twin', secretAccessKey: 'twin' } as const;

export function createClients({ connectors, world, secrets }: CloudsOptions): Clients {
  const endpoint = guardedEndpoint(world);
  return {
    aws: (connectorRef, region) => {
      const connector = findConnector(connectors, connectorRef, 'Aws');
      if (region === '') {
        throw invalid('RegionMissing', `A client of connector ${connectorRef} needs a region`);
      }
      return endpoint === undefined
        ? createAwsClients({ region, credentials: credentialsOf(connector, secrets, region) })
        : createAwsClients({ region, credentials: DUMMY_KEYS, endpoint });
    },
    spot: (connectorRef) => {
      const connector = findConnector(connectors, connectorRef, 'Spot');
      return endpoint === undefined
        ? { ...spotAccess(connector, secrets), baseUrl: SPOT_URL }
        : { ...rehearsedSpotAccess(connector, secrets), baseUrl: endpoint };
    },
  };
}
