// The connection to a server: its client, the project that is meant, and its refusals as the command line says them.
import { ApiError, type Client, createClient } from '../../api/client.ts';
import type { Problem } from '../../api/problem.ts';
import { Refusal, type RefusalKind } from '../../app/refusal.ts';
import type { Diagnostic } from '../../pipeline/diagnostic.ts';

export interface Connection {
  readonly client: Client;
  readonly project: string;
}

export interface ServerOptions {
  readonly url: string;
  /** Its id on the server; undefined where the server has only one for this person. */
  readonly project: string | undefined;
  readonly token: string | undefined;
}

/** Throws `Refusal`. */
export async function connect({ url, project, token }: ServerOptions): Promise<Connection> {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Refusal(
      'usage',
      `"${url}" is no address of a server. Give one such as https://penstock.example.`,
    );
  }
  const client = createClient({
    baseUrl: url.replace(/\/+$/, ''),
    ...(token !== undefined && { token }),
  });
  return { client, project: project ?? (await onlyProject(client)) };
}

async function onlyProject(client: Client): Promise<string> {
  const projects = await asked(client.call('listProjects', {}));
  const [only, ...others] = projects;
  if (only !== undefined && others.length === 0) return only.project;
  const names = projects.map(({ project }) => project).join(', ');
  throw new Refusal(
    'usage',
    only === undefined
      ? 'You may see no project on this server: an administrator gives roles. Nothing was done.'
      : `This server has several projects: name one with --project (${names}). Nothing was done.`,
  );
}

/** The answer, or what went wrong as a `Refusal` with the exit code that a local command would have. */
export async function asked<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof ApiError) throw refusalOf(cause.problem, cause);
    if (cause instanceof TypeError) {
      const why = cause.cause instanceof Error ? cause.cause.message : cause.message;
      throw new Refusal(
        'unreachable',
        `The server cannot be reached: ${why}. What runs there goes on; whether this was taken is not known if it was a word to a run: look with "penstock status".`,
        { cause },
      );
    }
    throw cause;
  }
}

function refusalOf(problem: Problem, cause: ApiError): Refusal {
  const signIn =
    problem.code === 'not-signed-in'
      ? ' Make a token on its page and give it in PENSTOCK_TOKEN.'
      : '';
  const diagnostics = (problem.diagnostics ?? []) as unknown as readonly Diagnostic[];
  return new Refusal(kindOf(problem), `${problem.detail}${signIn}`, { cause, diagnostics });
}

function kindOf({ code, status }: Problem): RefusalKind {
  if (code === 'invalid') return 'invalid';
  if (code === 'unreachable' || status >= 502) return 'unreachable';
  return code === 'refused' || code === 'server-error' ? 'state' : 'usage';
}
