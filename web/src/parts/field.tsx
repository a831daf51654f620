// A labelled field: its name, what it takes, and what is wrong with what stands in it.
import { type ReactElement, type ReactNode, useId } from 'react';

export interface FieldWiring {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

export function Field(props: {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly trouble?: string | undefined;
  /** Gets what ties the control to its label, hint and trouble. */
  readonly children: (wiring: FieldWiring) => ReactNode;
}): ReactElement {
  const id = useId();
  const { label, hint, trouble, children } = props;
  const told = hint !== undefined || trouble !== undefined;
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(told && { 'aria-describedby': `${id}-told` }),
        ...(trouble !== undefined && { 'aria-invalid': true }),
      })}
      {told ? (
        <div id={`${id}-told`}>
          {trouble === undefined ? null : <p className="field-trouble">{trouble}</p>}
          {hint === undefined ? null : <p className="field-hint">{hint}</p>}
        </div>
      ) : null}
    </div>
  );
}

/** One of a few, as buttons that show which is pressed. */
export function Choices<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, ReactNode])[];
  readonly onChoose: (value: Value) => void;
}): ReactElement {
  const { label, value, options, onChoose } = props;
  return (
    <fieldset className="choices">
      <legend className="only-read">{label}</legend>
      {options.map(([option, text]) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChoose(option)}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
