// A connector of type `Spot`: which account it names and where its token is.
import { z } from 'zod';
import type { Connector } from '../../pipeline/pipeline.ts';
import { invalid, readSpec, type Secrets, secretIfThere, secretOf } from './connector.ts';

const spotSpec = z.object({
  credential: z.object({
    type: z.literal('PermanentTokenConfig'),
    spec: z.object({
      spotAccountId: z.string().nullish(),
      spotAccountIdRef: z.string().nullish(),
      apiTokenRef: z.string(),
    }),
  }),
});

export interface SpotAccess {
  readonly accountId: string;
  /** Read at every call, so that a renewed token is used at once. */
  readonly token: () => string;
}

/** Without an account id Spot would silently take the organisation's default: refused. */
export function spotAccess(connector: Connector, secrets: Secrets): SpotAccess {
  const { spotAccountId, spotAccountIdRef, apiTokenRef } = specOf(connector);
  const accountId =
    spotAccountId || (spotAccountIdRef && secretOf(connector, secrets, spotAccountIdRef));
  if (!accountId) {
    throw invalid(
      'AccountIdMissing',
      `Connector ${connector.identifier} names no Spot account: give spec.credential.spec.spotAccountId or spotAccountIdRef, else Spot would take the organisation's default account`,
    );
  }
  const token = (): string => secretOf(connector, secrets, apiTokenRef);
  token();
  return { accountId, token };
}

/** What the twin is told where the connector's own account or token has no value. */
const REHEARSED = 'twin';

export function rehearsedSpotAccess(connector: Connector, secrets: Secrets): SpotAccess {
  const { spotAccountId, spotAccountIdRef, apiTokenRef } = specOf(connector);
  const referred = spotAccountIdRef && secretIfThere(secrets, spotAccountIdRef);
  return {
    accountId: spotAccountId || referred || REHEARSED,
    token: () => secretIfThere(secrets, apiTokenRef) ?? REHEARSED,
  };
}

function specOf(connector: Connector): z.infer<typeof spotSpec>['credential']['spec'] {
  return readSpec(connector, spotSpec).credential.spec;
}
