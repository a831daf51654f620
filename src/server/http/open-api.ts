// The description of the API in OpenAPI 3.1, made from the routes' own schemas: what it says is what is checked.
import { z } from 'zod';
import { problemSchema } from '../../api/problem.ts';
import type { Need, RouteDefinition } from '../../api/route-definition.ts';
import { ROUTE_PATHS, type RouteName } from '../../api/route-paths.ts';
import { ROUTES } from '../../api/routes.ts';
import { assert } from '../../lib/assert.ts';

type JsonSchema = Readonly<Record<string, unknown>>;
type Operation = Readonly<Record<string, unknown>>;

const NEEDS: Readonly<Record<Need, string>> = {
  nobody: 'Needs nothing.',
  person: 'Needs whoever is signed in.',
  self: 'Needs a person who is signed in without a token.',
  viewer: 'Needs a role in the project: viewer, operator, approver or admin.',
  operator: 'Needs the role operator or admin in the project.',
  approver: 'Needs the role approver or admin in the project.',
  admin: 'Needs the role admin in the project.',
  owner: 'Needs an owner of the server.',
};

export function openApiDocument(): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const name of Object.keys(ROUTE_PATHS) as RouteName[]) {
    const [method = '', path = ''] = ROUTE_PATHS[name].split(' ');
    const operations = paths[path] ?? {};
    paths[path] = operations;
    operations[method.toLowerCase()] = operationOf(name, method, path, ROUTES[name]);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Penstock',
      version: '1',
      description:
        'The API of a control room: runs of pipelines, the words that people say to them, plans, resources, people and their rights.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output'), Json: { description: 'Any JSON.' } },
      responses: {
        Problem: {
          description: 'What was refused or failed, and why; `code` is permanent.',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, `pst_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'penstock_session' },
      },
    },
  };
}

function operationOf(
  name: RouteName,
  method: string,
  path: string,
  route: RouteDefinition,
): Operation {
  const isKeyed = method === 'POST' && route.needs !== 'nobody';
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, param = '']) => inPath(param)),
    ...queryParameters(route.query),
    ...(route.isStream === true
      ? [
          inHeader(
            'Last-Event-ID',
            'The id of the last message that the client has: it resumes after it.',
          ),
        ]
      : []),
    ...(isKeyed
      ? [
          inHeader(
            'Idempotency-Key',
            'Requests with one key are done once; a repeated one gets the first answer for a day.',
          ),
        ]
      : []),
  ];
  return {
    operationId: name,
    summary: route.summary,
    description: NEEDS[route.needs],
    security: route.needs === 'nobody' ? [] : [{ token: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
      },
    }),
    responses: {
      [String(route.status ?? 200)]: answerOf(route),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function answerOf(route: RouteDefinition): Operation {
  if (route.status === 204) return { description: 'Done.' };
  const schema = schemaOf(route.answers, 'output');
  if (route.isStream !== true) {
    return { description: 'The answer.', content: { 'application/json': { schema } } };
  }
  return {
    description:
      'Server-Sent Events: the data of each message is JSON of this schema. `event: end` says that nothing more will come, `event: problem` why nothing can.',
    content: { 'text/event-stream': { schema } },
  };
}

function queryParameters(query: z.ZodObject | undefined): readonly Operation[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    readonly properties?: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, in: 'query', required: required.includes(name), schema },
  }));
}

function inPath(name: string): Operation {
  return { name, in: 'path', required: true, schema: { type: 'string', maxLength: 500 } };
}

function inHeader(name: string, description: string): Operation {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}

/** The dialect of OpenAPI 3.1 is the one that zod writes, but for what refers to itself: of that kind our schemas have any JSON alone. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, $defs = {}, ...rest } = z.toJSONSchema(schema, { io });
  const isAnyJson = (value: unknown): boolean =>
    isObject(value) && Array.isArray(value['anyOf']) && value['anyOf'].some(refersToItself);
  const isOther = Object.entries($defs).find(([, each]) => !isAnyJson(each));
  assert(isOther === undefined, `a schema refers to itself as ${isOther?.[0]}`);
  return (isAnyJson(rest) ? ANY_JSON : withoutReferences(rest)) as JsonSchema;
}

const ANY_JSON = { $ref: '#/components/schemas/Json' };

function refersToItself(choice: unknown): boolean {
  return isObject(choice) && choice['type'] === 'array' && isReference(choice['items']);
}

function withoutReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (isReference(value)) return ANY_JSON;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withoutReferences(each)]),
  );
}

function isReference(value: unknown): boolean {
  return isObject(value) && typeof value['$ref'] === 'string';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
