// What all parts of the transport share: the room and its guard, the limits, and whom to tell of what was served.
import type { HttpBindings } from '@hono/node-server';
import type { BrowserRoute } from '../browser-route.ts';
import type { ControlRoom } from '../control-room.ts';
import type { Guard } from '../guard.ts';
import type { Limits } from './limits.ts';
import type { Pages } from './pages.ts';

/** One answered request, for logs and metrics. */
export interface Served {
  readonly requestId: string;
  /** The route's name, or what else was served: `page`, `health`, `refused`. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** Of a stream: how long it was watched. */
  readonly durationMs: number;
  readonly isStream: boolean;
  readonly user: string;
  readonly from: string;
}

export interface ServerOptions {
  /** Loopback when nothing is given. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** As browsers reach the server behind a proxy, such as `https://penstock.example.com`. */
  readonly publicUrl?: string;
  /** Addresses of proxies whose word on where a request came from is taken. */
  readonly trustedProxies?: readonly string[];
  /** The pages by path; what is served in their place says how to build them. */
  readonly pages?: Pages;
  readonly browserRoutes?: readonly BrowserRoute[];
  /** The figures for machines, as text; who asks has to be signed in. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Why the server cannot work now; nothing when it can. */
  readonly notReady?: () => Promise<string | undefined>;
  readonly onServed?: (served: Served) => void;
  /** A defect of ours: the client is told its request's id, and nothing more. */
  readonly onDefect: (error: unknown, requestId: string) => void;
  readonly limits?: Partial<Limits>;
}

/** The transport knows nothing of engines and runs. */
export type ShellRoom = Pick<ControlRoom, 'database' | 'clock' | 'random'>;

export interface Shell {
  readonly room: ShellRoom;
  readonly guard: Guard;
  readonly options: ServerOptions;
  readonly limits: Limits;
}

/** Of hono: what a request brings, and what is known of it by the time a route answers. */
export interface Env {
  readonly Bindings: HttpBindings;
  readonly Variables: { requestId: string; route: string; user: string; isStream: boolean };
}
