// The typed client of the API: one function that calls a route by its name, and one that follows a stream.
import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { ROUTE_PATHS, type RouteName, type RouteParams } from './route-paths.ts';
import type { Routes } from './routes.ts';

type Definition<Name extends RouteName> = Name extends keyof Routes ? Routes[Name] : never;
type Given<Name extends RouteName, Part extends string> =
  Definition<Name> extends { readonly [Key in Part]: infer Schema extends z.ZodType }
    ? { readonly [Key in Part]: z.input<Schema> }
    : unknown;
type QueryOf<Name extends RouteName> =
  Definition<Name> extends { readonly query: infer Schema extends z.ZodType }
    ? { readonly query?: Partial<z.output<Schema>> }
    : unknown;
type ParamsOf<Name extends RouteName> = keyof RouteParams<Name> extends never
  ? unknown
  : { readonly params: RouteParams<Name> };

export type Call<Name extends RouteName> = ParamsOf<Name> & QueryOf<Name> & Given<Name, 'body'>;
export type Answer<Name extends RouteName> =
  Definition<Name> extends { readonly answers: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : never;

export interface ClientOptions {
  /** Without a slash at the end; empty for the page's own server. */
  readonly baseUrl: string;
  /** Of an API token; a page is known by its cookie. */
  readonly token?: string;
  readonly fetch?: typeof fetch;
}

export interface Client {
  /** Throws `ApiError` when the server refuses, `TypeError` when it cannot be reached. */
  call<Name extends RouteName>(
    name: Name,
    given: Call<Name> & { readonly idempotencyKey?: string; readonly signal?: AbortSignal },
  ): Promise<Answer<Name>>;
  /** A stream's answer as it comes; throws `ApiError` when the server refuses. `follow` reads it. */
  open(name: RouteName, given: Opened): Promise<Response>;
  /** The address of a route, for links. */
  urlOf(name: RouteName, params: Readonly<Record<string, string>>, query?: object): string;
}

export interface Opened {
  readonly params: Readonly<Record<string, string>>;
  readonly query?: object | undefined;
  readonly lastEventId?: string | undefined;
  readonly signal: AbortSignal;
}

export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;
  const authorization =
    options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  const urlOf = (
    name: RouteName,
    params: Readonly<Record<string, string>>,
    query: object = {},
  ): string => {
    const [, path = ''] = ROUTE_PATHS[name].split(' ');
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) =>
      encodeURIComponent(params[key] ?? ''),
    );
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) search.set(key, String(value));
    }
    return `${options.baseUrl}${filled}${search.size === 0 ? '' : `?${search}`}`;
  };
  return {
    urlOf,
    async open(name, { params, query, lastEventId, signal }) {
      const headers = {
        accept: 'text/event-stream',
        ...authorization,
        ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
      };
      const answer = await send(urlOf(name, params, query), { headers, signal });
      if (!answer.ok) throw new ApiError(await problemOf(answer));
      return answer;
    },
    async call(name, given) {
      const { params, query, body, idempotencyKey, signal } = given as LooseCall;
      const [method = 'GET'] = ROUTE_PATHS[name].split(' ');
      const answer = await send(urlOf(name, params ?? {}, query), {
        method,
        headers: {
          accept: 'application/json',
          ...(method !== 'GET' && { 'x-penstock-request': '1' }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...authorization,
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      });
      if (!answer.ok) throw new ApiError(await problemOf(answer));
      return answer.status === 204 ? null : await answer.json();
    },
  } as Client;
}

interface LooseCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

async function problemOf(answer: Response): Promise<Problem> {
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  if (isProblem) return (await answer.json()) as Problem;
  return {
    type: 'about:blank',
    title: 'The answer does not come from Penstock',
    status: answer.status,
    code: 'server-error',
    detail: `The address answered ${answer.status} without saying why: something else may listen there.`,
    requestId: '',
    wasWritten: false,
  };
}
