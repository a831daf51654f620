// Everything that can be said of a pipeline's text, each with its place and code.
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { Answer } from '../../../../src/api/client.ts';
import { client } from '../../live/client.ts';
import { Loaded } from '../../live/loaded.tsx';
import { type GlyphName, Icon } from '../../parts/icon.tsx';

export type Diagnostic = Answer<'validate'>['diagnostics'][number];

export function Problems(props: { readonly project: string; readonly file: string }): ReactElement {
  const { project, file } = props;
  const query = useQuery({
    queryKey: ['problems', project, file],
    queryFn: ({ signal }) =>
      client.call('validate', { params: { project }, body: { pipeline: file }, signal }),
    staleTime: 0,
  });
  return (
    <div className="problems">
      <Loaded query={query} lines={2}>
        {({ diagnostics }) =>
          diagnostics.length === 0 ? (
            <p className="second">Validated: nothing is wrong with the text. No cloud was asked.</p>
          ) : (
            <DiagnosticList diagnostics={diagnostics} />
          )
        }
      </Loaded>
    </div>
  );
}

const GLYPHS: Readonly<Record<Diagnostic['severity'], GlyphName>> = {
  error: 'broke',
  warning: 'warning',
  note: 'to come',
};

export function DiagnosticList(props: {
  readonly diagnostics: readonly Diagnostic[];
}): ReactElement {
  return (
    <ul className="diagnostics">
      {props.diagnostics.map((each) => (
        <li key={`${each.code} ${placeText(each)} ${each.message}`} data-severity={each.severity}>
          <Icon name={GLYPHS[each.severity]} says={each.severity} />
          <div>
            <p>{each.message}</p>
            <p className="label third">
              <code>{each.code}</code> <code>{placeText(each)}</code>
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function placeText({ file, line, column }: Diagnostic): string {
  if (file === null) return '';
  return [file, line, column].filter((part) => part !== null).join(':');
}
