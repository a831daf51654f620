// All that the server answers: the routes of the API, the address bar's own routes, what machines ask for, and the pages.
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { ROUTE_PATHS, type RouteName } from '../../api/route-paths.ts';
import { ROUTES } from '../../api/routes.ts';
import type { BrowserRoute } from '../browser-route.ts';
import type { Handlers } from '../handler.ts';
import { ProblemError } from '../problem-error.ts';
import { paramsOf, rawPathOf } from './address.ts';
import { answer, answerAndClose, searchOf, setHeader } from './answer.ts';
import { clientAddress } from './client-address.ts';
import { cookiesOf } from './cookies.ts';
import { createIdempotency } from './idempotency.ts';
import { openApiDocument } from './open-api.ts';
import { PROBLEM_TYPE, problemErrorOf, problemOf } from './problem-answer.ts';
import { SECURITY_HEADERS, servePages } from './serve-pages.ts';
import {
  credentialsOf,
  type LooseHandler,
  type Parts,
  type Route,
  serveRoute,
} from './serve-route.ts';
import type { Env, Shell } from './shell.ts';
import { createStreams, type Streams } from './stream.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const TEXT_TYPE = 'text/plain; charset=utf-8';

export interface ServedApp {
  readonly app: Hono<Env>;
  readonly streams: Streams;
}

export function createApp(shell: Shell, handlers: Partial<Handlers<RouteName>>): ServedApp {
  const app = new Hono<Env>();
  const streams = createStreams(shell.room.clock, shell.limits);
  const parts: Parts = { shell, streams, idempotency: createIdempotency(shell.room, shell.limits) };
  addFrame(app, shell);
  const methods = new Map<string, Set<string>>();
  for (const route of routesOf(handlers)) {
    const handler = handlers[route.name] as LooseHandler;
    app.on(route.method, patternOf(route.path), serveRoute(parts, route, handler));
    methods.set(route.path, (methods.get(route.path) ?? new Set()).add(route.method));
  }
  refuseOtherMethods(app, methods);
  addMachineRoutes(app, shell);
  for (const route of shell.options.browserRoutes ?? []) addBrowserRoute(app, shell, route);
  app.all('/api/*', (context) => {
    throw new ProblemError(
      'not-found',
      `The API has no path ${context.req.path.slice(0, 200)}: /api/openapi.json names all. Nothing was changed.`,
    );
  });
  app.all('*', servePages(shell.options.pages));
  return { app, streams };
}

function routesOf(handlers: Partial<Handlers<RouteName>>): readonly Route[] {
  return (Object.keys(ROUTE_PATHS) as RouteName[])
    .filter((name) => handlers[name] !== undefined)
    .map((name) => {
      const [method = '', path = ''] = ROUTE_PATHS[name].split(' ');
      return { name, method, path, definition: ROUTES[name] };
    });
}

/** Around everything: the headers, the id of the request, who is told of it, and what an error looks like. */
function addFrame(app: Hono<Env>, shell: Shell): void {
  const { clock, random } = shell.room;
  app.use('*', async (context, next) => {
    const startedAt = clock.now();
    const requestId = Buffer.from(random(9)).toString('base64url');
    context.set('requestId', requestId);
    context.set('route', 'refused');
    context.set('user', '');
    context.set('isStream', false);
    const { outgoing } = context.env;
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(name, value);
    outgoing.setHeader('x-request-id', requestId);
    outgoing.setHeader('cache-control', 'no-store');
    await next();
    const isStream = context.get('isStream') && outgoing.statusCode === 200;
    shell.options.onServed?.({
      requestId,
      route: context.get('route'),
      method: context.req.method,
      status: outgoing.statusCode,
      isStream,
      durationMs: clock.now() - startedAt,
      user: context.get('user'),
      from: clientAddress(context.env.incoming, shell.options.trustedProxies),
    });
  });
  app.onError((error, context) => {
    const requestId = context.get('requestId');
    if (context.env.outgoing.headersSent) {
      shell.options.onDefect(error, requestId);
      context.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    const known = problemErrorOf(error);
    if (known === undefined) shell.options.onDefect(error, requestId);
    const isRead = context.req.method === 'GET' || context.req.method === 'HEAD';
    const problem = problemOf(known, requestId, !isRead);
    if (known?.retryAfterMs !== undefined) {
      setHeader(context, 'retry-after', String(Math.ceil(known.retryAfterMs / 1_000)));
    }
    if (problem.status === 401) setHeader(context, 'www-authenticate', 'Bearer realm="penstock"');
    const answered = {
      status: problem.status,
      type: PROBLEM_TYPE,
      body: JSON.stringify(problem),
    };
    return problem.status === 413
      ? answerAndClose(context, clock, answered)
      : answer(context, answered);
  });
}

function refuseOtherMethods(
  app: Hono<Env>,
  methods: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [path, known] of methods) {
    const allowed = [...known, ...(known.has('GET') ? ['HEAD'] : [])].sort().join(', ');
    app.all(patternOf(path), (context) => {
      setHeader(context, 'allow', allowed);
      throw new ProblemError(
        'wrong-method',
        `This path takes ${allowed}, not ${context.req.method.slice(0, 20)}. Nothing was changed.`,
      );
    });
  }
}

function addMachineRoutes(app: Hono<Env>, shell: Shell): void {
  const { notReady, metrics } = shell.options;
  const description = JSON.stringify(openApiDocument());
  app.get('/api/openapi.json', (context) => {
    context.set('route', 'description');
    return answer(context, { status: 200, type: JSON_TYPE, body: description });
  });
  app.get('/healthz', (context) => {
    context.set('route', 'health');
    return answer(context, { status: 200, type: TEXT_TYPE, body: 'alive\n' });
  });
  app.get('/readyz', async (context) => {
    context.set('route', 'health');
    const why = await notReady?.();
    if (why !== undefined) throw new ProblemError('not-ready', why);
    return answer(context, { status: 200, type: TEXT_TYPE, body: 'ready\n' });
  });
  app.get('/metrics', async (context) => {
    context.set('route', 'metrics');
    const caller = shell.guard.authenticate(
      credentialsOf(context, shell.options.publicUrl),
      clientAddress(context.env.incoming, shell.options.trustedProxies),
    );
    const refusal = shell.guard.refusal(caller, 'person', undefined);
    if (refusal !== undefined) throw refusal;
    if (metrics === undefined) throw new ProblemError('not-found', 'This server keeps no figures.');
    const { contentType, text } = await metrics();
    return answer(context, { status: 200, type: contentType, body: text });
  });
}

function addBrowserRoute(app: Hono<Env>, shell: Shell, route: BrowserRoute): void {
  const { publicUrl } = shell.options;
  app.get(patternOf(route.path), async (context) => {
    context.set('route', route.path);
    const { incoming } = context.env;
    const location = await route.visit({
      params: paramsOf(route.path, rawPathOf(incoming.url) ?? ''),
      query: searchOf(context),
      cookies: cookiesOf(context, publicUrl),
      from: clientAddress(incoming, shell.options.trustedProxies),
      origin:
        publicUrl === undefined
          ? `http://${incoming.headers.host ?? ''}`
          : new URL(publicUrl).origin,
    });
    setHeader(context, 'location', location);
    return answer(context, { status: 303 });
  });
}

function patternOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
