// `npm run agree`: compares Penstock with Harness's published schema over many grown pipelines.
import { parseArgs } from 'node:util';
import { agreement } from './agreement.ts';
import { officialSchemaFile } from './official-schema.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20000' },
    from: { type: 'string', default: '1' },
    changed: { type: 'boolean', default: false },
  },
});
if (officialSchemaFile === undefined) {
  process.stderr.write('The schema of Harness is not there: set PENSTOCK_THIRD_PARTY.\n');
  process.exit(2);
}
const result = agreement({
  schemaFile: officialSchemaFile,
  from: Number(values.from),
  seeds: Number(values.seeds),
  isChanged: values.changed,
  onProgress: (done) => process.stderr.write(`${done} pipelines\n`),
});
for (const { seed, says } of result.disagreements) process.stdout.write(`seed ${seed}: ${says}\n`);
const { pipelines, accepted, known, disagreements } = result;
process.stdout.write(
  `${pipelines} pipelines, ${accepted} accepted by both, ${known} known differences, ${disagreements.length} disagreements\n`,
);
process.exitCode = disagreements.length === 0 ? 0 : 1;
