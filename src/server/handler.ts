// What the code behind a route gets and answers: typed by the route's own schemas, with no word of HTTP.
import type { z } from 'zod';
import type { RouteName, RouteParams } from '../api/route-paths.ts';
import type { Routes } from '../api/routes.ts';
import type { Caller } from './people/caller.ts';

type Definition<Name extends RouteName> = Name extends keyof Routes ? Routes[Name] : never;
type Parsed<Name extends RouteName, Part extends 'query' | 'body'> =
  Definition<Name> extends { readonly [Key in Part]: infer Schema extends z.ZodType }
    ? z.output<Schema>
    : undefined;

export interface Request<Name extends RouteName> {
  /** Who asks; the route's need is already met. */
  readonly caller: Caller;
  readonly params: RouteParams<Name>;
  readonly query: Parsed<Name, 'query'>;
  readonly body: Parsed<Name, 'body'>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Of a stream: the id of the last message that the client has, when it comes back. */
  readonly lastEventId: string | undefined;
  readonly cookies: Cookies;
  /**
   * For the audit trail: what the request changed, as it was and as it is; never a secret. `who` is the
   * person that nobody has become by signing in.
   */
  note(before: unknown, after: unknown, who?: Caller): void;
}

/** The browser keeps them from scripts and sends them to this server alone; `http/` sets their flags. */
export interface Cookies {
  get(name: string): string | undefined;
  set(name: string, value: string, maxAgeMs: number): void;
  end(name: string): void;
}

export type Answer<Name extends RouteName> = z.input<Definition<Name>['answers']>;

/** One message of a stream; `id` is what a client that comes back resumes after. */
export interface Message<Data> {
  readonly id?: string;
  readonly data: Data;
}

type IsStream<Name extends RouteName> =
  Definition<Name> extends { readonly isStream: true } ? true : false;

/** Throws `ProblemError` for what the caller can be told; a `Refusal` of the app becomes one by itself. */
export type Handler<Name extends RouteName> = (
  request: Request<Name>,
) => IsStream<Name> extends true
  ? AsyncIterable<Message<Answer<Name>> | Encoded>
  : Promise<Answer<Name>>;

/** A message whose JSON is made already: many watchers share it. */
export interface Encoded {
  readonly id?: string;
  readonly json: string;
}

export type Handlers<Name extends RouteName> = { readonly [Key in Name]: Handler<Key> };
