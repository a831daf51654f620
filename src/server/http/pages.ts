// The pages as files in memory: what is not among them cannot be asked for, whatever a path looks like.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface Page {
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content: a browser may keep it for good. */
  readonly isImmutable: boolean;
  readonly plain: Buffer;
  readonly gzip: Buffer | undefined;
  readonly brotli: Buffer | undefined;
}

export interface Pages {
  /** By path, such as `/assets/main-1a2b.js`. */
  readonly files: ReadonlyMap<string, Page>;
  /** What every address of the application shows. */
  readonly index: Page;
}

const FILES_MAX = 1_000;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Undefined when the folder holds no index: the pages have not been built. */
export function readPages(folder: string): Pages | undefined {
  const files = new Map<string, Page>();
  for (const file of filesIn(folder)) {
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path, readPage(file, path.startsWith('/assets/')));
  }
  const index = files.get('/index.html');
  return index === undefined ? undefined : { files, index };
}

function filesIn(folder: string): readonly string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => TYPES[extname(entry)] !== undefined)
    .slice(0, FILES_MAX)
    .map((entry) => join(folder, entry));
}

function readPage(file: string, isImmutable: boolean): Page {
  const plain = readFileSync(file);
  return {
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    isImmutable,
    plain,
    gzip: readIfThere(`${file}.gz`),
    brotli: readIfThere(`${file}.br`),
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

const UNBUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Penstock: the pages are not built</title>
<h1>The pages are not built</h1>
<p>This server runs, and its API answers below <a href="/api/openapi.json">/api</a>; only the pages are missing.
<p>In a checkout run <code>npm run build</code>, then start the server again: it builds them by itself when it can.
<p>Deployments go on meanwhile, and every command of <code>penstock</code> works.
</html>
`;

/** What is shown while there are no pages. */
export function unbuiltPage(): Page {
  return {
    type: 'text/html; charset=utf-8',
    etag: '"not-built"',
    isImmutable: false,
    plain: Buffer.from(UNBUILT),
    gzip: undefined,
    brotli: undefined,
  };
}
