// The one hash function: SHA-256 in hex, handed to the layers that have no Node.
import { createHash } from 'node:crypto';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
