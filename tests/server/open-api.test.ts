// The description of the API that the server gives: valid OpenAPI 3.1, every route in it, the same each time.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTE_PATHS } from '../../src/api/route-paths.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { openApiDocument } from '../../src/server/http/open-api.ts';
import { type StartedServer, startServer } from './started-server.ts';

interface Schema {
  readonly [key: string]: unknown;
}
interface Described {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

let server: StartedServer;
let document: Document;

beforeAll(async () => {
  server = await startServer({ isOpen: false });
  document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as Document;
});
afterAll(() => server.close());

const operations = (): readonly [string, Described][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, each]) => [`${method.toUpperCase()} ${path}`, each] as [string, Described],
    ),
  );

describe('The description', () => {
  test('names every route once, under its own name', () => {
    const described = Object.fromEntries(operations().map(([at, each]) => [each.operationId, at]));
    expect(described).toEqual(ROUTE_PATHS);
    expect(Object.keys(ROUTES).sort()).toEqual(Object.keys(ROUTE_PATHS).sort());
  });

  test('is the same each time it is made', () => {
    expect(JSON.stringify(openApiDocument())).toBe(JSON.stringify(openApiDocument()));
    expect(JSON.parse(JSON.stringify(openApiDocument()))).toEqual(document);
  });

  test('names in each path exactly the parameters that stand there', () => {
    for (const [at, { parameters = [] }] of operations()) {
      const inPath = parameters.filter((each) => each.in === 'path').map((each) => each.name);
      expect(inPath, at).toEqual([...at.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
      expect(parameters.filter((each) => each.in === 'path' && !each.required)).toEqual([]);
    }
  });

  test('says of a route that needs nobody that it needs no token, and of no other', () => {
    const free = operations().filter(([, each]) => each.security.length === 0);
    expect(free.map(([, each]) => each.operationId).sort()).toEqual(
      Object.entries(ROUTES)
        .filter(([, route]) => route.needs === 'nobody')
        .map(([name]) => name)
        .sort(),
    );
  });

  test('has schemas that are JSON Schema, and refer to what is there', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const [at, each] of operations()) {
      for (const schema of schemasOf(each)) {
        const inPlace = { ...schema, components: document.components };
        expect(() => ajv.compile(inPlace), `${at}: ${JSON.stringify(schema)}`).not.toThrow();
      }
    }
    expect(references(document).filter((each) => find(each) === undefined)).toEqual([]);
  });

  test('takes what a route takes, and refuses what it refuses', () => {
    const [, start] = operations().find(([, each]) => each.operationId === 'startRun') ?? [];
    const schema = start?.requestBody?.content['application/json']?.schema ?? {};
    const ajv = new Ajv2020({ strict: false });
    const fits = ajv.compile({ ...schema, components: document.components });
    expect(fits({ pipeline: 'a.yaml', on: 'twin', inputs: { a: { b: [1, null] } } })).toBe(true);
    expect(fits({ pipeline: 'a.yaml', on: 'moon' })).toBe(false);
    expect(fits({ pipeline: 'a.yaml', on: 'twin', admin: true })).toBe(false);
  });

  test('has the shape that OpenAPI 3.1 asks for', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document).sort()).toEqual(
      ['openapi', 'info', 'servers', 'paths', 'components'].sort(),
    );
    for (const [at, { responses, requestBody }] of operations()) {
      expect(Object.keys(responses), at).toContain('default');
      expect(
        Object.keys(responses).every((each) => /^(default|2\d\d)$/.test(each)),
        at,
      ).toBe(true);
      if (/^(GET|DELETE) /.test(at)) expect(requestBody, at).toBeUndefined();
    }
  });
});

function schemasOf({ parameters = [], requestBody, responses }: Described): readonly Schema[] {
  const contents = [requestBody, ...Object.values(responses)].flatMap((each) =>
    Object.values(each?.content ?? {}),
  );
  return [...parameters.map((each) => each.schema), ...contents.map((each) => each.schema)];
}

function references(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' ? [String(each)] : references(each),
  );
}

function find(reference: string): unknown {
  const steps = reference.split('/').slice(1);
  return steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    document,
  );
}
