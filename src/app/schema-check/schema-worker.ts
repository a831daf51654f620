// Judges one YAML text by one JSON Schema, in a thread of its own: published schemas hold patterns that may never come to an end.
import { parentPort, workerData } from 'node:worker_threads';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService } from 'yaml-language-server';

export interface SchemaQuestion {
  readonly yaml: string;
  /** The schema's text. */
  readonly schema: string;
}

/** `line` and `column` count from 1. */
export interface SchemaComplaint {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

const { yaml, schema } = workerData as SchemaQuestion;
const service = getLanguageService({
  schemaRequestService: async () => schema,
  workspaceContext: { resolveRelativePath: (path) => path },
});
service.configure({
  validate: true,
  schemas: [{ uri: 'schema.json', fileMatch: ['*.yaml'], schema: JSON.parse(schema) }],
});
const document = TextDocument.create('file:///pipeline.yaml', 'yaml', 1, yaml);
const found = await service.doValidation(document, false);
const complaints = found.map(({ message, range }): SchemaComplaint => {
  const said = typeof message === 'string' ? message : message.value;
  return { message: said, line: range.start.line + 1, column: range.start.character + 1 };
});
parentPort?.postMessage(complaints);
