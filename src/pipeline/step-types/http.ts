// Http: one request, an assertion on its answer, and output variables made of it.
import { commonFields, defineStepType, type StepType } from './define-step-type.ts';
import { type NamedValue, outputVariables } from './variables.ts';

export interface HttpSpec {
  readonly url: string;
  readonly method: HttpMethod;
  readonly headers: readonly { readonly key: string; readonly value: string }[];
  readonly requestBody: string;
  /** A condition over `HTTP_NAMES`. */
  readonly assertion: string;
  /** Each value is a text over `HTTP_NAMES`. */
  readonly outputVariables: readonly NamedValue[];
}

export type HttpMethod = (typeof METHODS)[number];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** What the step itself knows once there is an answer. */
const HTTP_NAMES = [
  'httpUrl',
  'httpMethod',
  'httpResponseCode',
  'httpResponseBody',
  'httpResponseHeaders',
] as const;

const NO_CERTIFICATES =
  'Client certificates are not presented: call it from a ShellScript, or through a proxy that presents them.';

export const http: StepType<HttpSpec> = defineStepType(
  'Http',
  false,
  (field) =>
    field.object({
      url: field.text(),
      method: field.choice(METHODS),
      headers: field
        .list(field.object({ key: field.text(), value: field.anyText() }), 0, 100)
        .default([]),
      requestBody: field.anyText().default(''),
      assertion: field.ownText().default(''),
      outputVariables: outputVariables(field, field.ownText).default([]),
      inputVariables: field.unused('Use variables of the stage or the pipeline.').optional(),
      certificate: field.unused(NO_CERTIFICATES).optional(),
      certificateKey: field.unused(NO_CERTIFICATES).optional(),
      ...commonFields(field),
    }),
  { names: HTTP_NAMES },
);
