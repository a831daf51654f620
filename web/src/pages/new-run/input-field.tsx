// One input of a new run, as a field of its type: a text, a number, one or many of a few, yes or no, a reference to a secret.
import type { ReactElement } from 'react';
import { Field, type FieldWiring } from '../../parts/field.tsx';
import { type PipelineInput, shown } from './inputs.ts';

interface InputFieldProps {
  readonly input: PipelineInput;
  readonly value: string | readonly string[];
  readonly setValue: (value: string | readonly string[]) => void;
  readonly trouble: string | undefined;
}

export function InputField(props: InputFieldProps): ReactElement {
  const { input, trouble } = props;
  if (input.isMany && input.allowedValues !== null) return <Many {...props} />;
  return (
    <Field label={<Label input={input} />} hint={hintOf(input)} trouble={trouble}>
      {(wiring) => <Control {...props} wiring={wiring} />}
    </Field>
  );
}

function Control(props: InputFieldProps & { readonly wiring: FieldWiring }): ReactElement {
  const { input, value, setValue, wiring } = props;
  const text = typeof value === 'string' ? value : '';
  const options =
    input.type === 'Boolean' && input.allowedValues === null ? [true, false] : input.allowedValues;
  if (options !== null) {
    return (
      <select
        {...wiring}
        className="input"
        value={text}
        onChange={({ target }) => setValue(target.value)}
      >
        <option value="">{emptyWords(input)}</option>
        {options.map((option) => (
          <option key={shown(option)} value={shown(option)}>
            {shown(option)}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...wiring}
      className="input"
      inputMode={input.type === 'Number' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      placeholder={input.default === null ? '' : shown(input.default)}
      value={text}
      onChange={({ target }) => setValue(target.value)}
    />
  );
}

function Many({ input, value, setValue, trouble }: InputFieldProps): ReactElement {
  const chosen: readonly string[] = typeof value === 'string' ? [] : value;
  const hint = hintOf(input);
  return (
    <fieldset className="field">
      <legend className="field-label">
        <Label input={input} />
      </legend>
      {(input.allowedValues ?? []).map((option) => (
        <label key={shown(option)} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(shown(option))}
            onChange={({ target }) =>
              setValue(
                target.checked
                  ? [...chosen, shown(option)]
                  : chosen.filter((each) => each !== shown(option)),
              )
            }
          />
          {shown(option)}
        </label>
      ))}
      {trouble === undefined ? null : <p className="field-trouble">{trouble}</p>}
      {hint === undefined ? null : <p className="field-hint">{hint}</p>}
    </fieldset>
  );
}

function Label({ input }: { readonly input: PipelineInput }): ReactElement {
  const { path, isRequired } = input;
  return (
    <>
      <b>{path.split('.').findLast((part) => part !== 'value') ?? path}</b>
      {isRequired ? ', needed' : ''} <code className="third">{path}</code>
    </>
  );
}

function emptyWords({ default: standard, isRequired }: PipelineInput): string {
  if (standard !== null) return `Default: ${shown(standard)}`;
  return isRequired ? 'Choose one' : 'None';
}

function hintOf(input: PipelineInput): string | undefined {
  const { description, default: standard, regex, type } = input;
  const parts = [
    description === null ? '' : description.replace(/[^.!?]$/, '$&.'),
    type === 'Secret' ? 'The name of a secret, never the secret itself.' : '',
    standard === null ? '' : `Default: ${shown(standard)}.`,
    regex === null ? '' : `Matches ${regex}.`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? undefined : parts.join(' ');
}
