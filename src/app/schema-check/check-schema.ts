// What a JSON Schema that is not ours, such as Harness's own, says of a pipeline's file.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../../pipeline/diagnostic.ts';
import { Refusal } from '../refusal.ts';
import type { SchemaComplaint, SchemaQuestion } from './schema-worker.ts';

const LIMIT_MS = 30_000;
const LIMITS = { maxOldGenerationSizeMb: 1_024 };

/** Throws `Refusal` when the schema cannot be read. `file` is the path for the diagnostics. */
export async function checkSchema(
  file: string,
  yaml: string,
  schemaFile: string,
  limitMs: number = LIMIT_MS,
): Promise<readonly Diagnostic[]> {
  const schema = readSchema(schemaFile);
  const answer = await ask({ yaml, schema }, limitMs);
  if (answer === undefined) {
    return [
      {
        code: 'foreign-schema',
        severity: 'warning',
        message: `The schema ${schemaFile} gave no answer within ${limitMs / 1_000} s: one of its patterns does not come to an end with this file.`,
        hint: 'Validate without --schema; Penstock itself reads the same fields.',
        position: { file, line: 1, column: 1 },
      },
    ];
  }
  return answer.map(({ message, line, column }) => ({
    code: 'foreign-schema',
    severity: 'error',
    message: `By ${schemaFile}: ${message}`,
    hint: 'Penstock may read it all the same; whoever goes by this schema does not.',
    position: { file, line, column },
  }));
}

function readSchema(schemaFile: string): string {
  if (!existsSync(schemaFile)) {
    throw new Refusal('usage', `There is no file ${schemaFile}. Give --schema a JSON Schema file.`);
  }
  const schema = readFileSync(schemaFile, 'utf8');
  try {
    JSON.parse(schema);
    return schema;
  } catch (cause) {
    const message = `${schemaFile} is not JSON. Give --schema a JSON Schema file.`;
    throw new Refusal('usage', message, { cause });
  }
}

/** Undefined when the time is over. */
async function ask(
  question: SchemaQuestion,
  limitMs: number,
): Promise<readonly SchemaComplaint[] | undefined> {
  const file = join(import.meta.dirname, `schema-worker${extname(import.meta.filename)}`);
  const worker = new Worker(file, { workerData: question, resourceLimits: LIMITS });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(resolve, limitMs, undefined);
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
