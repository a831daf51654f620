// A secret in twelve shapes: how programs print what they were given, and every text that must then stand nowhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const CANARY = 'Qz8/wT+4 xY=pK7e~9vM';

/** Bash that prints `$NAME` in twelve shapes, a line each, and once across the border of two pieces of output. */
export function printInTwelveShapes(name: string): string {
  const value = `"$${name}"`;
  return [
    `echo ${value}`,
    `echo "before ${'$'}${name} after"`,
    `printf '%s' ${value} | base64; echo`,
    `printf 'ada:%s' ${value} | base64; echo`,
    `printf 'ab:%s:cd' ${value} | base64 | tr '+/' '-_'; echo`,
    `node -e 'process.stdout.write(encodeURIComponent(process.argv[1]))' ${value}; echo`,
    `node -e 'process.stdout.write(new URLSearchParams({ q: process.argv[1] }).toString())' ${value}; echo`,
    `node -e 'process.stdout.write(encodeURIComponent(process.argv[1]).toLowerCase())' ${value} >&2; echo`,
    `node -e 'process.stdout.write(JSON.stringify({ password: process.argv[1] }))' ${value}; echo`,
    `printf '%s' ${value} | head -c 12; echo; printf '%s' ${value} | tail -c 12; echo`,
    `(set -x; true ${value})`,
    `head -c 65526 /dev/zero | tr '\\0' '.'; echo ${value}`,
  ].join('\n');
}

/** What gives the canary away: parts too long to be chance, as it is and encoded. */
export function tellTales(canary: string): readonly string[] {
  const bytes = Buffer.from(canary);
  const encoded = ['', 'ada:', 'ab:'].map((before) =>
    Buffer.from(before + canary)
      .toString('base64')
      .slice(6, 22),
  );
  return [
    canary.slice(0, 10),
    canary.slice(-10),
    canary.slice(5, 15),
    encodeURIComponent(canary).slice(0, 14),
    encodeURIComponent(canary).slice(-14),
    bytes.toString('hex'),
    ...encoded,
    ...encoded.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

/** The files of a folder that hold one of the texts. */
export function filesWith(folder: string, texts: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => {
      const content = readFileSync(join(folder, name), 'latin1');
      return texts.some((text) => content.includes(text));
    });
}
