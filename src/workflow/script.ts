import type {WorkflowStep} from '../model/workflow.ts';

/** A here-document is text for a file, not commands. */
const withoutDocuments = (script: string): string =>
  script.replace(/<<[-~]?\s*(['"]?)(\w+)\1([^\n]*)\n[\s\S]*?\n[ \t]*\2[ \t]*(?=\n|$)/g, '$3');

/** A script's commands, one a line: continued lines joined, comments and here-documents left out. */
export const commandLines = (script: string): readonly string[] =>
  withoutDocuments(script)
    .replace(/[\\`]\r?\n\s*/g, ' ')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

const assignment = /^(?:export\s+|local\s+|readonly\s+)?\$?(?:env:)?(\w+)\s*=\s*(.+)$/;

/** The variables that a step's environment and script set, with what they are set to. */
const variablesOf = (step: WorkflowStep, lines: readonly string[]): ReadonlyMap<string, string> => {
  const variables = new Map(Object.entries(step.env));
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
  const lines = commandLines(step.run);
  const variables = variablesOf(step, lines);
  return lines.map((line) => ({line, meaning: spelledOut(line, variables)}));
};

/** Everything that a step gives to its script or action. */
export const stepText = (step: WorkflowStep): string =>
  [step.run ?? '', ...Object.values(step.with), ...Object.values(step.env)].join('\n');

/** Whether a text reads the token that every run has. */
export const readsAutomaticToken = (text: string): boolean => /\bsecrets\s*\.\s*GITHUB_TOKEN\b|\bgithub\s*\.\s*token\b/i.test(text);
