// Something people are asked to give while a run is under way: by an approval, or by a step before it begins.

export interface AskedInput {
  readonly name: string;
  /** What holds when nobody gives a value. */
  readonly default?: string;
  readonly isRequired: boolean;
  /** `many`: several of them, as one text with commas. */
  readonly allowed?: { readonly values: readonly string[]; readonly many: boolean };
  /** The whole value must match. */
  readonly regex?: string;
}

/** `id` stands for it in the step's spec, as `<+executionInput.ID>`. */
export interface StepInput extends AskedInput {
  readonly id: string;
}
