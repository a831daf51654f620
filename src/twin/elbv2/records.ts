// What ELBv2 keeps beside a thing and only answers again: further fields, attributes and tags.
import type { JsonObject } from '../../lib/json.ts';
import { textOf } from '../request-fields.ts';
import { refill, type SavedPart, type Shift } from '../saved-parts.ts';

/** Everything by ARN; of an unknown one nothing is kept yet. */
export interface Records extends SavedPart<SavedRecords> {
  /** Fields of the answer that the model itself has no use for. */
  fields(arn: string): JsonObject;
  /** Replaces all fields. */
  writeFields(arn: string, fields: JsonObject): void;
  /** Only those that were written. */
  attributes(arn: string): Readonly<Record<string, string>>;
  writeAttributes(arn: string, attributes: Readonly<Record<string, string>>): void;
  tags(arn: string): ReadonlyMap<string, string>;
  writeTags(arn: string, tags: ReadonlyMap<string, string>): void;
  /** The request that made it, as one text: the same once more is no error. Undefined once it was changed. */
  asked(arn: string): string | undefined;
  writeAsked(arn: string, request: string | undefined): void;
  forget(arn: string): void;
}

interface SavedRecords {
  readonly fields: readonly [string, JsonObject][];
  readonly attributes: readonly [string, Readonly<Record<string, string>>][];
  readonly tags: readonly [string, readonly [string, string][]][];
  readonly asked: readonly [string, string][];
}

export function createRecords(): Records {
  const fields = new Map<string, JsonObject>();
  const attributes = new Map<string, Readonly<Record<string, string>>>();
  const tags = new Map<string, ReadonlyMap<string, string>>();
  const asked = new Map<string, string>();
  return {
    fields: (arn) => fields.get(arn) ?? {},
    writeFields: (arn, written) => void fields.set(arn, written),
    attributes: (arn) => attributes.get(arn) ?? {},
    writeAttributes: (arn, written) =>
      void attributes.set(arn, { ...attributes.get(arn), ...written }),
    tags: (arn) => tags.get(arn) ?? new Map(),
    writeTags: (arn, written) => void tags.set(arn, written),
    asked: (arn) => asked.get(arn),
    writeAsked(arn, request) {
      if (request === undefined) asked.delete(arn);
      else asked.set(arn, request);
    },
    forget(arn) {
      asked.delete(arn);
      fields.delete(arn);
      attributes.delete(arn);
      tags.delete(arn);
    },
    save: () => ({
      fields: [...fields],
      attributes: [...attributes],
      tags: [...tags].map(([arn, each]) => [arn, [...each]]),
      asked: [...asked],
    }),
    load(saved, shift) {
      refill(
        fields,
        saved.fields.map(([arn, each]) => [arn, withTime(each, shift)]),
      );
      refill(attributes, saved.attributes);
      refill(
        tags,
        saved.tags.map(([arn, each]) => [arn, new Map(each)]),
      );
      refill(asked, saved.asked);
    },
  };
}

/** The one time that stands among the fields. */
function withTime(fields: JsonObject, shift: Shift): JsonObject {
  const created = textOf(fields, 'CreatedTime');
  if (created === undefined) return fields;
  return { ...fields, CreatedTime: new Date(shift(Date.parse(created))).toISOString() };
}
