// `penstock schema`: the JSON Schema of pipelines, for editors and other programs.
import { languageSchema } from '../../pipeline/language-schema.ts';
import { EXIT } from '../exit-code.ts';
import type { Output } from '../output.ts';

/** One line with `--json`, else indented: both are the schema and nothing else. */
export function schema(output: Output): number {
  const document = languageSchema();
  output.say(JSON.stringify(document, null, 2));
  output.result(document);
  return EXIT.Success;
}
