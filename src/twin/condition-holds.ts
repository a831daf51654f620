// Whether one condition of a rule holds for a request, by AWS's rules of case and wildcards.
import { isInBlock } from './address-block.ts';
import type { ConditionView } from './routing-view.ts';
import { fitsWildcard } from './wildcard.ts';

export interface RoutedRequest {
  /** Without port. */
  readonly host: string;
  /** Without query. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Without `?`; none when not given. */
  readonly query?: string;
  /** `GET` when not given. */
  readonly method?: string;
  /** Of the connection: what headers say about it does not count. */
  readonly clientAddress?: string;
}

/** Paths and methods are compared with their case, all else without. */
export function conditionHolds(condition: ConditionView, request: RoutedRequest): boolean {
  switch (condition.field) {
    case 'host-header':
      return condition.values.some((pattern) => fitsAnyCase(pattern, request.host));
    case 'path-pattern':
      return condition.values.some((pattern) => fitsWildcard(pattern, request.path));
    case 'http-header': {
      const value = request.headers[condition.name.toLowerCase()];
      if (value === undefined) return false;
      return condition.values.some((pattern) => fitsAnyCase(pattern, value));
    }
    case 'http-request-method':
      return condition.values.includes(request.method ?? 'GET');
    case 'source-ip': {
      const address = request.clientAddress ?? '';
      return condition.values.some((block) => isInBlock(address, block));
    }
    case 'query-string': {
      const parameters = parametersOf(request.query ?? '');
      return condition.values.some((wanted) =>
        parameters.some(
          ({ key, value }) =>
            (wanted.key === undefined || fitsAnyCase(wanted.key, key)) &&
            fitsAnyCase(wanted.value, value),
        ),
      );
    }
  }
}

function fitsAnyCase(pattern: string, text: string): boolean {
  return fitsWildcard(pattern.toLowerCase(), text.toLowerCase());
}

/** As they stand in the address: percent-encoding is not undone. */
function parametersOf(query: string): readonly { readonly key: string; readonly value: string }[] {
  if (query === '') return [];
  return query.split('&').map((parameter) => {
    const at = parameter.indexOf('=');
    if (at < 0) return { key: parameter, value: '' };
    return { key: parameter.slice(0, at), value: parameter.slice(at + 1) };
  });
}
