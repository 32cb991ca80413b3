import type {WorkflowStep} from '../model/workflow.ts';

/** Looks that ask whether anything is there at all, each with the same look for one version; `$VERSION` stands for it. */
const looks: readonly (readonly [pattern: RegExp, forVersion: (...found: readonly string[]) => string])[] = [
  [/\bnpm (view|info|show|v) (["']?)((?:@[\w.-]+\/)?[\w.-]+)\2(?![@\w/$"'])/g, (_, verb, __, name) => `npm ${verb} "${name}@$VERSION"`],
  [/(["']?)(https:\/\/(?:test\.)?pypi\.org\/pypi\/[\w.-]+)\/json\1/g, (_, __, address) => `"${address}/$VERSION/json"`],
  [/(["']?)(https:\/\/crates\.io\/api\/v1\/crates\/[\w-]+)\1(?![\w/$-])/g, (_, __, address) => `"${address}/$VERSION"`],
  [
    /\bdocker (manifest|buildx imagetools) inspect (["']?)([\w./-]+):latest\2(?![\w$-])/g,
    (_, verb, __, name) => `docker ${verb} inspect "${name}:$VERSION"`,
  ],
  [
    /\bchoco (search|find|list) (?!.*--version)(["']?)([\w.-]+)\2(?= .*--exact)/g,
    (_, verb, __, name) => `choco ${verb} ${name} --version "$VERSION"`,
  ],
];

/** No line that a person writes is longer. */
const longestLine = 1000;

/** What a look prints is read further: it is compared, and does not only tell that something is there. */
const readsFurther = /\$\(|`|\|(?!\||\s*grep\b)|\$\{?\w*VERSION|[!=]=/i;

/** A line of a script that asks whether any version is there, asking for the one that the variable holds; any other as it is. */
export const askingForVersion = (line: string, variable: string): string =>
  line.length > longestLine || /^\s*#/.test(line) || readsFurther.test(line)
    ? line
    : looks.reduce(
        (text, [pattern, change]) =>
          text.replace(pattern, (...found) => change(...(found as string[])).replace('$VERSION', `$${variable}`)),
        line,
      );

/** Whether a step's script asks whether any version is there. */
export const asksForAny = ({run = ''}: WorkflowStep): boolean => run.split('\n').some((line) => askingForVersion(line, 'V') !== line);
