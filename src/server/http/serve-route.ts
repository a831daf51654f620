// One route of the API from request to answer: who asks, whether they may, what they send, the handler, and the line in the audit trail.
import type { IncomingMessage } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { RouteDefinition } from '../../api/route-definition.ts';
import type { RouteName } from '../../api/route-paths.ts';
import type { Credentials } from '../guard.ts';
import type { Cookies } from '../handler.ts';
import type { Caller } from '../people/caller.ts';
import { SESSION_COOKIE } from '../people/sessions.ts';
import { ProblemError } from '../problem-error.ts';
import { paramsOf, rawPathOf } from './address.ts';
import { answer, searchOf, setHeader } from './answer.ts';
import { clientAddress } from './client-address.ts';
import { cookiesOf } from './cookies.ts';
import type { Idempotency } from './idempotency.ts';
import { TAKES_TEXT } from './limits.ts';
import { problemErrorOf, problemOf } from './problem-answer.ts';
import { readJsonBody } from './read-body.ts';
import { readBody, readQuery } from './read-query.ts';
import { isFromForeignPage, refuseForeignPages } from './same-origin.ts';
import type { Env, Shell } from './shell.ts';
import type { Messages, Streams } from './stream.ts';

export interface Route {
  readonly name: RouteName;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  readonly definition: RouteDefinition;
}

/** A handler of whatever route: the types of each are checked where it is made. */
export interface LooseRequest {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly body: unknown;
  readonly signal: AbortSignal;
  readonly lastEventId: string | undefined;
  readonly cookies: Cookies;
  note(before: unknown, after: unknown, who?: Caller): void;
}
export type LooseHandler = (request: LooseRequest) => Promise<unknown> | Messages;

export interface Parts {
  readonly shell: Shell;
  readonly streams: Streams;
  readonly idempotency: Idempotency;
}

const JSON_TYPE = 'application/json; charset=utf-8';

type Serve = (context: Context<Env>) => Promise<Response>;

export function serveRoute(parts: Parts, route: Route, handler: LooseHandler): Serve {
  return async (context) => {
    const { shell } = parts;
    const { incoming } = context.env;
    context.set('route', route.name);
    const credentials = credentialsOf(context, shell.options.publicUrl);
    const caller = shell.guard.authenticate(
      credentials,
      clientAddress(incoming, shell.options.trustedProxies),
    );
    context.set('user', caller.user);
    const noted = { caller, before: null as unknown, after: null as unknown };
    const params = paramsOf(route.path, rawPathOf(incoming.url) ?? '');
    const audit = (outcome: string): void => {
      if (route.method === 'GET') return;
      const { project, run } = params;
      shell.guard.audit({ what: route.name, project, run, outcome, ...noted });
    };
    try {
      refuseStrangers(shell, route, caller, credentials, incoming, params['project']);
      const { query, body, bytes } = await readInput(shell, route, context);
      const gone = signalOf(context);
      const request: LooseRequest = {
        ...{ caller, params, query, body, lastEventId: lastEventIdOf(incoming) },
        signal: gone,
        cookies: cookiesOf(context, shell.options.publicUrl),
        note(before, after, who = caller) {
          Object.assign(noted, { before, after, caller: who });
        },
      };
      if (route.definition.isStream === true) {
        return await follow(parts, route, context, request, handler, credentials);
      }
      const work = async (): Promise<{ status: number; json: string }> => {
        const answer = await (handler(request) as Promise<unknown>);
        audit('done');
        return { status: route.definition.status ?? 200, json: JSON.stringify(answer ?? null) };
      };
      return await answerOnce(parts, route, context, { caller, bytes, work });
    } catch (error) {
      const problem = problemErrorOf(error);
      audit(problem?.code ?? 'server-error');
      throw error;
    }
  };
}

function refuseStrangers(
  shell: Shell,
  route: Route,
  caller: Caller,
  credentials: Credentials,
  incoming: IncomingMessage,
  project: string | undefined,
): void {
  const refusal = shell.guard.refusal(caller, route.definition.needs, project);
  if (refusal !== undefined) throw refusal;
  const { publicUrl } = shell.options;
  if (route.method !== 'GET' && credentials.bearer === undefined) {
    refuseForeignPages(incoming, publicUrl);
  }
  if (route.definition.isStream === true && isFromForeignPage(incoming, publicUrl)) {
    throw new ProblemError('csrf-refused', 'Pages of other sites may not follow streams here.');
  }
}

async function readInput(
  shell: Shell,
  route: Route,
  context: Context<Env>,
): Promise<{ readonly query: unknown; readonly body: unknown; readonly bytes: Uint8Array }> {
  const { definition, name } = route;
  const query = readQuery(definition.query, searchOf(context));
  if (definition.body === undefined) return { query, body: undefined, bytes: new Uint8Array() };
  const { bodyBytes, textBodyBytes, jsonDepth } = shell.limits;
  const { bytes, value } = await readJsonBody(context.env.incoming, {
    bytes: TAKES_TEXT.has(name) ? textBodyBytes : bodyBytes,
    depth: jsonDepth,
  });
  return { query, body: readBody(definition.body, value), bytes };
}

/** Answers with a secret, or to nobody in particular, are never kept: their key is not looked at. */
async function answerOnce(
  { idempotency }: Parts,
  route: Route,
  context: Context<Env>,
  asked: {
    readonly caller: Caller;
    readonly bytes: Uint8Array;
    readonly work: () => Promise<{ readonly status: number; readonly json: string }>;
  },
): Promise<Response> {
  const { caller, bytes, work } = asked;
  const { incoming } = context.env;
  const key = incoming.headers['idempotency-key'];
  const isKeyed =
    typeof key === 'string' && route.method === 'POST' && route.definition.needs !== 'nobody';
  if (!isKeyed) return jsonAnswer(context, await work());
  const { answer, isReplayed } = await idempotency.once(
    {
      callerKey: `${caller.by}:${caller.user}`,
      key,
      target: `${route.method} ${incoming.url ?? ''}`,
      body: bytes,
      keepsAnswer: route.definition.isSecret !== true,
    },
    work,
  );
  if (isReplayed) setHeader(context, 'idempotency-replayed', 'true');
  return jsonAnswer(context, answer);
}

function jsonAnswer(
  context: Context<Env>,
  { status, json }: { readonly status: number; readonly json: string },
): Response {
  if (status === 204) return answer(context, { status });
  return answer(context, { status, type: JSON_TYPE, body: json });
}

async function follow(
  { shell, streams }: Parts,
  route: Route,
  context: Context<Env>,
  request: LooseRequest,
  handler: LooseHandler,
  credentials: Credentials,
): Promise<Response> {
  const { incoming, outgoing } = context.env;
  const { caller, params } = request;
  const requestId = context.get('requestId');
  if (incoming.method === 'HEAD') {
    throw new ProblemError('wrong-method', 'A stream has no HEAD: ask for it with GET.');
  }
  context.set('isStream', true);
  await streams.watch({
    ...{ incoming, outgoing },
    callerKey: caller.by === 'open' ? undefined : `${caller.by}:${caller.user}`,
    open: (signal) => handler({ ...request, signal }) as Messages,
    refusal: () =>
      shell.guard.refusal(
        shell.guard.authenticate(credentials, caller.from),
        route.definition.needs,
        params['project'],
      ),
    tell: (error) => {
      const problem = problemErrorOf(error);
      if (problem === undefined) shell.options.onDefect(error, requestId);
      return JSON.stringify(problemOf(problem, requestId, false));
    },
  });
  return RESPONSE_ALREADY_SENT;
}

export function credentialsOf(context: Context<Env>, publicUrl: string | undefined): Credentials {
  const header = context.env.incoming.headers.authorization;
  const bearer = header === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '');
  const session =
    bearer === undefined ? cookiesOf(context, publicUrl).get(SESSION_COOKIE) : undefined;
  return { session, bearer, isForwarded: isForwarded(context) };
}

/** Headers that proxies add; who lies here only loses what is open to loopback. */
function isForwarded(context: Context<Env>): boolean {
  const { headers } = context.env.incoming;
  return ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers);
}

function lastEventIdOf(incoming: IncomingMessage): string | undefined {
  const id = incoming.headers['last-event-id'];
  if (id === undefined || id === '') return undefined;
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(id)) {
    throw new ProblemError('bad-request', 'The Last-Event-ID is none that this server has given.');
  }
  return id;
}

/** Aborts when the client goes away before it has its answer. */
function signalOf(context: Context<Env>): AbortSignal {
  const gone = new AbortController();
  context.env.outgoing.once('close', () => {
    if (!context.env.outgoing.writableFinished) gone.abort();
  });
  return gone.signal;
}
