// A twin in virtual time whose APIs are served on a port, and how others' clients find them.
import { startTwinServer } from '../../src/twin/http/start-twin-server.ts';
import type { WorldSpec } from '../../src/twin/world-spec.ts';
import { type TwinBench, twinBench } from '../twin-bench.ts';

export interface ServedApis extends TwinBench {
  readonly url: string;
  /** How often an operation was called: `elbv2.DescribeRules`. */
  calls(operation: string): number;
  close(): Promise<void>;
}

export async function serveApis(spec?: WorldSpec): Promise<ServedApis> {
  const bench = twinBench(spec);
  const { twin, clock } = bench;
  const server = await startTwinServer({ twin, clock });
  return {
    ...bench,
    url: server.url,
    calls: (operation) => {
      const calls = twin.inspect()['calls'] as Readonly<Record<string, number>>;
      return calls[operation] ?? 0;
    },
    async close() {
      await server.close();
      twin.close();
    },
  };
}

/** Of Amazon's clients in JavaScript, older and newer. */
export function awsSettings(url: string): {
  readonly region: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  const credentials = { accessKeyId: 'twin', secretAccessKey: 'twin' };
  return { region: 'us-east-1', endpoint: url, credentials };
}
