// The part of a twin's real state that a rehearsal looks at, without any lag.
import { z } from 'zod';

export interface TwinWorldState {
  readonly rules: readonly { arn: string; weights: Readonly<Record<string, number>> }[];
  readonly targetGroups: readonly {
    arn: string;
    name: string;
    targets: readonly { id: string; state: string }[];
  }[];
  readonly groups: readonly {
    id: string;
    name: string;
    capacity: Readonly<Record<string, unknown>>;
    instances: readonly { id: string; phase: string; health: string }[];
  }[];
}

const schema: z.ZodType<TwinWorldState> = z.object({
  rules: z.array(z.object({ arn: z.string(), weights: z.record(z.string(), z.number()) })),
  targetGroups: z.array(
    z.object({
      arn: z.string(),
      name: z.string(),
      targets: z.array(z.object({ id: z.string(), state: z.string() })),
    }),
  ),
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      capacity: z.record(z.string(), z.unknown()),
      instances: z.array(z.object({ id: z.string(), phase: z.string(), health: z.string() })),
    }),
  ),
});

export async function readTwinWorld(url: string): Promise<TwinWorldState> {
  const answer = await fetch(`${url}/_twin/world`);
  if (!answer.ok) throw new Error(`${url}/_twin/world answers ${answer.status}`);
  return schema.parse(await answer.json());
}
