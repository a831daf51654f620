// Http: sends the request once, judges the answer, and makes output variables of it.
import { judgeOwn } from '../execution/own-names.ts';
import type { StepContext, StepResult } from '../execution/step.ts';
import { isJsonObject, type JsonObject } from '../lib/json.ts';
import type { HttpSpec } from '../pipeline/step-types/http.ts';
import { failure, MOVES_NONE } from './common/failure.ts';
import { warn } from './common/notice.ts';
import { outputsOf } from './common/own-outputs.ts';
import { sendingFailed, sendOnce } from './common/send-once.ts';
import type { HttpAnswer } from './outside.ts';
import type { StepTools } from './tools.ts';

export async function callHttp(
  tools: StepTools,
  spec: HttpSpec,
  context: StepContext,
): Promise<StepResult> {
  const answer = await answerOf(tools, spec, context);
  const { code, headers, body, insteadOf } = answer;
  context.log(`${spec.method} ${spec.url}: ${code}`);
  if (insteadOf !== undefined) await warn(context, insteadOf);
  const known: JsonObject = {
    httpUrl: context.mask(spec.url),
    httpMethod: spec.method,
    httpResponseCode: code,
    httpResponseBody: body,
    httpResponseHeaders: headers,
  };
  requireAssertion(spec, known, context);
  const { httpResponseHeaders: _headers, ...shown } = known;
  const outputVariables = outputsOf(spec.outputVariables, known);
  return {
    status: 'succeeded',
    output: { ...shown, status: 'SUCCESS', errorMsg: '', outputVariables },
  };
}

/** Methods that change nothing: whoever asks again does no harm. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];

async function answerOf(
  { http }: StepTools,
  spec: HttpSpec,
  context: StepContext,
): Promise<HttpAnswer> {
  const { method, url, headers, requestBody: body } = spec;
  const what = `${method} ${context.mask(url)}`;
  const send = async (): Promise<HttpAnswer & JsonObject> => {
    if (http === undefined) throw noClient(what);
    return masked(await http.send({ method, url, headers, body }, context.signal), context);
  };
  if (!SAFE.includes(method)) return sendOnce(context, what, { method }, send);
  try {
    return await send();
  } catch (error) {
    throw sendingFailed(error, what, context);
  }
}

function noClient(what: string): Error {
  return failure('Unknown', {
    what: `${what} was not sent`,
    why: 'this engine sends no requests',
    todo: 'Run it with an engine that does',
    traffic: MOVES_NONE,
  });
}

/** The answer is journalled: a server that repeats a secret must not bring it there, nor a session of its own. */
function masked(answer: HttpAnswer, context: StepContext): HttpAnswer & JsonObject {
  const headers = Object.entries(answer.headers)
    .filter(([key]) => key.toLowerCase() !== 'set-cookie')
    .map(([key, value]) => [key, context.mask(value)]);
  const body = context.mask(answer.body);
  if (body !== answer.body) context.log('The answer holds a secret, which is hidden in outputs.');
  const insteadOf =
    answer.insteadOf === undefined ? {} : { insteadOf: context.mask(answer.insteadOf) };
  return { ...answer, headers: Object.fromEntries(headers), body, ...insteadOf };
}

function requireAssertion(spec: HttpSpec, known: JsonObject, context: StepContext): void {
  if (spec.assertion.trim() === '') return;
  const judged = judgeOwn(spec.assertion, known);
  if (judged.status === 'value' && judged.value === true) return;
  const code = String(known['httpResponseCode']);
  throw failure('Unknown', {
    what: `The answer ${code} of ${spec.method} ${context.mask(spec.url)} is not as asserted`,
    why:
      judged.status === 'invalid'
        ? `the assertion cannot be judged: ${judged.message}`
        : `${spec.assertion} does not hold for the answer ${excerpt(known)}`,
    todo: 'Look at the server, or correct the assertion',
    traffic: MOVES_NONE,
  });
}

const EXCERPT = 200;

function excerpt({ httpResponseBody }: JsonObject): string {
  const text = isJsonObject(httpResponseBody) ? '' : String(httpResponseBody ?? '');
  return JSON.stringify(text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text);
}
