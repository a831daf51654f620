// Specifies how answers of targets are read, in whatever pieces they come.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChunkedBody } from './chunked-body.ts';
import { readResponseHead } from './response-head.ts';

function endOf(head: string, method = 'GET') {
  return readResponseHead(`HTTP/1.1 ${head}`, method)?.body;
}

test('status and headers are read as they are spelled', () => {
  expect(readResponseHead('HTTP/1.1 201 Made\r\nX-One:  1 \r\nx-two: a: b', 'GET')).toMatchObject({
    status: 201,
    headers: ['X-One', '1', 'x-two', 'a: b'],
    keepsAlive: false,
  });
});

test('a body ends by its length, by chunks, or with the connection', () => {
  expect(endOf('200 OK\r\nContent-Length: 12')).toEqual({ kind: 'length', bytes: 12 });
  expect(endOf('200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 12')).toEqual({
    kind: 'chunked',
  });
  expect(endOf('200 OK')).toEqual({ kind: 'close' });
});

test('answers to HEAD and with 204 and 304 have no body', () => {
  const none = { kind: 'length', bytes: 0 };
  expect(endOf('200 OK\r\nContent-Length: 12', 'HEAD')).toEqual(none);
  expect([endOf('204 No Content'), endOf('304 Not Modified')]).toEqual([none, none]);
});

test('a connection is kept unless one side or the version says otherwise', () => {
  const keeps = (head: string) => readResponseHead(head, 'GET')?.keepsAlive;
  expect(keeps('HTTP/1.1 200 OK\r\nContent-Length: 0')).toBe(true);
  expect(keeps('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close')).toBe(false);
  expect(keeps('HTTP/1.0 200 OK\r\nContent-Length: 0')).toBe(false);
});

test.each([
  'SSH-2.0-x',
  'HTTP/2 200',
  'HTTP/1.1 20',
  'HTTP/1.1 200 OK\r\n folded: 1',
  'HTTP/1.1 200 OK\r\nno colon',
  'HTTP/1.1 200 OK\r\nbad name: 1',
  'HTTP/1.1 200 OK\r\nContent-Length: -1',
  'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2',
])('%j is no answer', (text) => {
  expect(readResponseHead(text, 'GET')).toBeUndefined();
});

test('chunks are put together again, wherever the bytes are cut', () => {
  const chunk = fc.string({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(chunk), fc.integer({ min: 1, max: 9 }), (chunks, step) => {
      const framed = chunks.map((text) => {
        const bytes = Buffer.from(text);
        const size = Buffer.from(`${bytes.length.toString(16)};x=1\r\n`);
        return Buffer.concat([size, bytes, Buffer.from('\r\n')]);
      });
      const all = Buffer.concat([...framed, Buffer.from('0\r\ntrailer: 1\r\n\r\n')]);
      const body = createChunkedBody();
      const read: Buffer[] = [];
      const states: string[] = [];
      for (let at = 0; at < all.length; at += step) {
        states.push(body.read(all.subarray(at, at + step), (data) => read.push(Buffer.from(data))));
      }
      expect(Buffer.concat(read).toString()).toBe(chunks.join(''));
      expect(states.at(-1)).toBe('ended');
      expect(states.slice(0, -1).every((state) => state === 'more')).toBe(true);
    }),
  );
});

test.each(['x\r\n', '-1\r\n', '1\r\nab\r\n', `${'0'.repeat(5_000)}`])('%j is no chunk', (text) => {
  expect(createChunkedBody().read(Buffer.from(text), () => undefined)).toBe('broken');
});
