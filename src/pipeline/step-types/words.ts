// Words that several step types say.

export const NO_POWERSHELL =
  'Only Bash is supported, since nothing else is there on every machine: write the script for Bash, or let it call pwsh.';
