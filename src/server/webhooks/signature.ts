// The signature of a delivery: HMAC-SHA-256 over time and body, so that nobody can forge or replay one.
import { createHmac } from 'node:crypto';

/** For the header `penstock-signature`: `t=<seconds since 1970>,v1=<hex of HMAC-SHA-256(secret, "<t>.<body>")>`. */
export function signature(secret: string, at: number, body: string): string {
  const seconds = Math.floor(at / 1_000);
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${mac}`;
}
