import type {WorkflowStep} from '../model/workflow.ts';

/** No line that a person writes is longer; what a machine put into one says nothing here. */
const longestLine = 5000;

/** A here-document is text for a file, not commands. */
const withoutDocuments = (lines: readonly string[]): readonly string[] => {
  let end: string | undefined;
  return lines.filter((line) => {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      return false;
    }
    end = /(?<!<)<<[-~]?\s*['"]?([A-Za-z_]\w*)/.exec(line)?.[1];
    return true;
  });
};

/** A script's commands, one a line: continued lines joined, comments and here-documents left out. */
export const commandLines = (script: string): readonly string[] =>
  withoutDocuments(
    script
      .replace(/[\\`]\r?\n[ \t]*/g, ' ')
      .split(/\r?\n/)
      .map((line) => line.slice(0, longestLine)),
  )
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const assignment = /^(?:export\s+|local\s+|readonly\s+)?\$?(?:env:)?(\w+)\s*=\s*(.+)$/;

/** Expressions without spaces, so that an address with one in it stays one word. */
const squeezed = (line: string): string => line.replace(/\$\{\{[^}]*\}\}/g, (found) => found.replace(/\s+/g, ''));

/** The variables that a step's environment and script set, with what they are set to. */
const variablesOf = (step: WorkflowStep, lines: readonly string[]): ReadonlyMap<string, string> => {
  const variables = new Map(Object.entries(step.env).map(([name, value]) => [name, squeezed(value)]));
  for (const line of lines) {
    const [, name, value] = assignment.exec(line) ?? [];
    if (name !== undefined && value !== undefined) variables.set(name, value);
  }
  return variables;
};

const variable = /\$(?:\{(\w+)[^}]*\}|env:(\w+)|(\w+))/g;

/** A command line with the text of the variables that it names put behind it, and of those that these name, three deep. */
const spelledOut = (line: string, variables: ReadonlyMap<string, string>): string => {
  const told = [line];
  let last = line;
  for (let depth = 0; depth < 3 && last !== ''; depth++) {
    last = [...last.matchAll(variable)]
      .map((found) => variables.get(found[1] ?? found[2] ?? found[3] ?? '') ?? '')
      .join(' ')
      .trim();
    told.push(last.slice(0, 20_000));
  }
  return told.join(' ');
};

/** A step's commands, each with what its variables hold. */
export const spelledOutLines = (step: WorkflowStep): readonly {readonly line: string; readonly meaning: string}[] => {
  if (step.run === undefined) return [];
  const lines = commandLines(step.run).map(squeezed);
  const variables = variablesOf(step, lines);
  return lines.map((line) => ({line, meaning: spelledOut(line, variables)}));
};

/** Everything that a step gives to its script or action. */
export const stepText = (step: WorkflowStep): string =>
  [step.run ?? '', ...Object.values(step.with), ...Object.values(step.env)].join('\n');

/** Whether a text reads the token that every run has. */
export const readsAutomaticToken = (text: string): boolean => /\bsecrets\s*\.\s*GITHUB_TOKEN\b|\bgithub\s*\.\s*token\b/i.test(text);
