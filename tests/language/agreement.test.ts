// What Harness's published schema accepts and what Penstock accepts is the same, within what is supported.
import { expect, test } from 'vitest';
import { agreement } from './agreement.ts';
import { officialSchemaFile } from './official-schema.ts';

const SEEDS = process.env['CI'] === 'true' ? 4_000 : 500;

test.skipIf(officialSchemaFile === undefined)(
  'grown pipelines are accepted by both (needs third-party data)',
  { timeout: 600_000 },
  () => {
    const request = { schemaFile: String(officialSchemaFile), from: 1, seeds: SEEDS };
    const { disagreements, accepted } = agreement({ ...request, isChanged: false });
    expect(disagreements).toEqual([]);
    expect(accepted).toBeGreaterThan(SEEDS / 2);
  },
);

test.skipIf(officialSchemaFile === undefined)(
  'with a change somewhere, what Penstock accepts Harness accepts, but for known differences (needs third-party data)',
  { timeout: 600_000 },
  () => {
    const request = { schemaFile: String(officialSchemaFile), from: 1_000_000, seeds: SEEDS };
    const { disagreements, accepted } = agreement({ ...request, isChanged: true });
    expect(disagreements).toEqual([]);
    expect(accepted).toBeGreaterThan(0);
  },
);
