// Penstock and Harness's published schema beside each other, over pipelines that are grown from seeds.
import type { JsonObject } from '../../src/lib/json.ts';
import { STAGE_TYPES } from '../../src/pipeline/shapes/stage.ts';
import { stepTypeNames } from '../../src/pipeline/step-types/step-types.ts';
import { randomFrom } from '../simulation/random.ts';
import { changed } from './change.ts';
import { growPipeline } from './grow-pipeline.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { type OfficialComplaint, officialSchema } from './official-schema.ts';
import { ourVerdict } from './verdicts.ts';

export interface Agreement {
  readonly pipelines: number;
  /** Accepted by both. */
  readonly accepted: number;
  /** Pipelines in which only known differences were found. */
  readonly known: number;
  readonly disagreements: readonly Disagreement[];
}

export interface Disagreement {
  readonly seed: number;
  readonly isChanged: boolean;
  /** What the side that refuses says. */
  readonly says: string;
}

export interface AgreementRequest {
  readonly schemaFile: string;
  readonly from: number;
  readonly seeds: number;
  /** Every pipeline with one change: then only what Penstock accepts is compared. */
  readonly isChanged: boolean;
  readonly onProgress?: (done: number) => void;
}

const MOST_DISAGREEMENTS = 20;

export function agreement(request: AgreementRequest): Agreement {
  const official = officialSchema(request.schemaFile, [...STAGE_TYPES, ...stepTypeNames]);
  let [accepted, known, pipelines] = [0, 0, 0];
  const disagreements: Disagreement[] = [];
  const { isChanged } = request;
  for (let seed = request.from; seed < request.from + request.seeds; seed += 1) {
    if (disagreements.length >= MOST_DISAGREEMENTS) break;
    const document = documentOf(seed, isChanged);
    const [ours] = ourVerdict(document);
    const theirs = official(document);
    pipelines += 1;
    if (ours === undefined && theirs.length === 0) accepted += 1;
    else if (ours !== undefined) {
      const says = `Penstock, line ${ours.position?.line}: ${ours.message}`;
      if (!isChanged) disagreements.push({ seed, isChanged, says });
    } else if (isKnown(theirs)) known += 1;
    else disagreements.push({ seed, isChanged, says: `Harness: ${spoken(theirs)}` });
    if (pipelines % 500 === 0) request.onProgress?.(pipelines);
  }
  return { pipelines, accepted, known, disagreements };
}

function documentOf(seed: number, isChanged: boolean): JsonObject {
  const grown = growPipeline(seed);
  return isChanged ? changed(grown, randomFrom(Math.imul(seed, 7_919))) : grown;
}

function isKnown(complaints: readonly OfficialComplaint[]): boolean {
  return complaints.some(({ instancePath, message = '' }) =>
    KNOWN_DIFFERENCES.some(
      ({ path, message: said }) => path.test(instancePath) && said.test(message),
    ),
  );
}

/** Where several branches fail, the deepest complaint is of the one that was meant. */
function spoken(complaints: readonly OfficialComplaint[]): string {
  const [first, ...others] = complaints;
  if (first === undefined) return '';
  const deepest = others.reduce(
    (one, other) => (other.instancePath.length > one.instancePath.length ? other : one),
    first,
  );
  return `${deepest.instancePath} ${deepest.message ?? ''}`;
}
