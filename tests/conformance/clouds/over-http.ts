// Opens the real clients, which production uses, over HTTP against a twin's server.
import { createClouds } from '../../../src/app/clouds.ts';
import type { Clouds } from '../../../src/cloud/clouds.ts';
import type { JsonObject } from '../../../src/lib/json.ts';
import type { Connector } from '../../../src/pipeline/pipeline.ts';
import { startTwinServer } from '../../../src/twin/http/start-twin-server.ts';
import type { CloudSetup } from './cloud-bench.ts';

export const overHttp: CloudSetup = async (twin, clock) => {
  const { url, close } = await startTwinServer({ twin, clock });
  const { accountId, token } = twin.spec.spot;
  return { clouds: httpClouds(url, accountId, token), close };
};

export function httpClouds(url: string, spotAccountId: string, token: string): Clouds {
  return createClouds({
    connectors: httpConnectors(spotAccountId),
    world: { kind: 'twin', url },
    secrets: () => token,
  });
}

export function httpConnectors(spotAccountId: string): readonly Connector[] {
  const spec = { spotAccountId, apiTokenRef: 'token' };
  return [
    connector('aws', 'Aws', { type: 'InheritFromDelegate' }),
    connector('spot', 'Spot', { type: 'PermanentTokenConfig', spec }),
  ];
}

function connector(identifier: string, type: string, credential: JsonObject): Connector {
  const position = { file: 'connectors.yaml', line: 1, column: 1 } as Connector['position'];
  return { identifier, name: identifier, type, spec: { credential }, position };
}
