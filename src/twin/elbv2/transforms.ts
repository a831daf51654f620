// Transforms of a rule: what ELBv2 refuses, the form in which it answers them, and the form by which requests are rewritten.
import type { JsonObject } from '../../lib/json.ts';
import { objectOf, objectsOf, textOf } from '../request-fields.ts';
import { compiledRewrite } from '../rewrite.ts';
import type { Rewrite, TransformsView } from '../routing-view.ts';
import { validationError } from './elbv2-error.ts';

const CONFIG_OF: Readonly<Record<string, string>> = {
  'host-header-rewrite': 'HostHeaderRewriteConfig',
  'url-rewrite': 'UrlRewriteConfig',
};

/**
 * What a rule keeps after a request: `before` when the request does not speak of transforms, none
 * when it resets them. Throws `TwinError`.
 */
export function transformsAfter(
  request: JsonObject,
  before: readonly JsonObject[],
): readonly JsonObject[] {
  const given = objectsOf(request, 'Transforms') ?? [];
  if (request['ResetTransforms'] === true) {
    if (given.length > 0) {
      throw validationError('Transforms and ResetTransforms cannot both be specified');
    }
    return [];
  }
  return given.length === 0 ? before : normalTransforms(given);
}

/** The fields of a rule's answer; a rule without transforms has none. */
export function transformFields(transforms: readonly JsonObject[]): JsonObject {
  return transforms.length === 0 ? {} : { Transforms: transforms };
}

/** Undefined when there is nothing to rewrite. */
export function transformsView(fields: JsonObject): TransformsView | undefined {
  const transforms = objectsOf(fields, 'Transforms') ?? [];
  if (transforms.length === 0) return undefined;
  const of = (type: string): Rewrite | undefined => {
    const transform = transforms.find((each) => each['Type'] === type);
    return transform && rewriteOf(transform, CONFIG_OF[type] ?? '');
  };
  const host = of('host-header-rewrite');
  const url = of('url-rewrite');
  return { ...(host && { host }), ...(url && { url }) };
}

function normalTransforms(given: readonly JsonObject[]): readonly JsonObject[] {
  const types = given.map((each) => textOf(each, 'Type') ?? '');
  if (new Set(types).size < types.length) {
    throw validationError('A rule can have one transform of each type');
  }
  return given.map((transform) => {
    const Type = textOf(transform, 'Type') ?? '';
    const own = Object.hasOwn(CONFIG_OF, Type) ? (CONFIG_OF[Type] ?? '') : '';
    for (const config of Object.values(CONFIG_OF)) {
      if ((config === own) === (transform[config] !== undefined)) continue;
      throw validationError(
        config === own
          ? `A transform of type '${Type}' must have ${config}`
          : `A transform of type '${Type}' cannot have ${config}`,
      );
    }
    const { regex, replace } = rewriteOf(transform, own);
    return { Type, [own]: { Rewrites: [{ Regex: regex, Replace: replace }] } };
  });
}

function rewriteOf(transform: JsonObject, config: string): Rewrite {
  const rewrites = objectsOf(objectOf(transform, config) ?? {}, 'Rewrites') ?? [];
  const [only] = rewrites;
  if (only === undefined || rewrites.length > 1) {
    throw validationError('A transform must have exactly one rewrite');
  }
  const rewrite = { regex: textOf(only, 'Regex') ?? '', replace: textOf(only, 'Replace') ?? '' };
  if (compiledRewrite(rewrite) === undefined) {
    throw validationError(`'${rewrite.regex}' is not a regular expression that a transform takes`);
  }
  return rewrite;
}
