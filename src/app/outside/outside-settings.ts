// What penstock.yaml says of the world outside: the mail server, and what a rehearsal takes for a server's answer.
import { z } from 'zod';

export interface OutsideSettings {
  readonly smtp: SmtpSettings | undefined;
  /** The first that fits is given. */
  readonly answers: readonly RehearsalAnswer[];
}

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  /** TLS from the first byte; else it is begun when the server offers it. */
  readonly secure: boolean;
  readonly user?: string | undefined;
  /** The identifier of a secret of the project. */
  readonly passwordSecret?: string | undefined;
  /** Mail addresses by user group. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
}

export interface RehearsalAnswer {
  /** A `*` stands for any text. */
  readonly url: string;
  /** Undefined stands for every one. */
  readonly method?: string | undefined;
  readonly code: number;
  readonly body: string;
}

export const smtpSchema: z.ZodType<SmtpSettings> = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  from: z.string().includes('@'),
  secure: z.boolean().default(false),
  user: z.string().min(1).optional(),
  passwordSecret: z.string().min(1).optional(),
  addresses: z.record(z.string(), z.array(z.string().includes('@'))).default({}),
});

export const rehearsalSchema: z.ZodType<{ readonly answers: readonly RehearsalAnswer[] }> =
  z.strictObject({
    answers: z
      .array(
        z.strictObject({
          url: z.string().min(1),
          method: z.string().optional(),
          code: z.int().min(100).max(599),
          body: z.string().default(''),
        }),
      )
      .default([]),
  });
