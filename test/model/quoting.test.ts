import fc from 'fast-check';
import {XMLParser} from 'fast-xml-parser';
import {parse as parseToml} from 'smol-toml';
import {describe, expect, it} from 'vitest';
import {parse as parseYaml} from 'yaml';
import * as quoting from '../../src/model/quoting.ts';
import {
  dockerfileString,
  jsonString,
  nixString,
  plainLine,
  powershellString,
  rubyString,
  shellWord,
  tomlString,
  xmlText,
  yamlString,
} from '../../src/model/quoting.ts';
import {fillIn} from '../../src/workflow/run-expression.ts';
import {anyText, isInstalled, manyTexts, printedBy, whole, wordOf} from '../support/hostile-text.ts';
import {dockerfileValue, powershellValue} from '../support/small-readers.ts';

const few = {numRuns: 5, endOnFailure: true} as const;
const many = {numRuns: 2000} as const;
const timeout = 60_000;

/** Reads each text's literal back and holds it against what the language can hold of the text. */
const everyText = (read: (text: string) => unknown, expected: (text: string) => unknown): void =>
  fc.assert(
    fc.property(anyText, (text) => {
      expect(read(text)).toBe(expected(text));
    }),
    many,
  );

/** The same with a reader that reads many at once. */
const manyAtOnce = (read: (texts: readonly string[]) => unknown, expected: (text: string) => string): void =>
  fc.assert(
    fc.property(manyTexts, (texts) => {
      expect(read(texts)).toEqual(texts.map(expected));
    }),
    few,
  );

const pythonList = (texts: readonly string[], literal: (text: string) => string): string =>
  `import json, sys\nprint(json.dumps([\n${texts.map(literal).join(',\n')}\n]))\n`;

const readers: readonly {
  readonly title: string;
  readonly isHere: boolean;
  readonly read: (texts: readonly string[]) => unknown;
  readonly expected: (text: string) => string;
}[] = [
  {
    title: 'bash reads shellWord',
    isHere: isInstalled('bash', '--version'),
    read: (texts) =>
      printedBy('bash', ['--noprofile', '--norc'], `printf '%s\\0' ${texts.map(shellWord).join(' ')}`)
        .split('\0')
        .slice(0, -1),
    expected: wordOf,
  },
  {
    title: 'dash reads shellWord of text that reads as it looks',
    isHere: isInstalled('dash', '-c', ':'),
    read: (texts) =>
      printedBy('dash', [], `printf '%s\\0' ${texts.map((text) => shellWord(plainLine(text))).join(' ')}`)
        .split('\0')
        .slice(0, -1),
    expected: plainLine,
  },
  {
    title: 'Ruby reads rubyString',
    isHere: isInstalled('ruby', '--version'),
    read: (texts) => JSON.parse(printedBy('ruby', [], `require 'json'\nputs JSON.generate([\n${texts.map(rubyString).join(',\n')}\n])\n`)),
    expected: whole,
  },
  {
    title: 'Nix reads nixString',
    isHere: isInstalled('nix-instantiate', '--version'),
    read: (texts) =>
      JSON.parse(
        printedBy(
          'nix-instantiate',
          ['--eval', '--strict', '--json', '--store', 'dummy://', '-'],
          `[\n${texts.map(nixString).join('\n')}\n]`,
        ),
      ),
    expected: wordOf,
  },
  {
    title: 'Python reads jsonString',
    isHere: isInstalled('python3', '--version'),
    read: (texts) => JSON.parse(printedBy('python3', ['-'], pythonList(texts, jsonString))),
    expected: whole,
  },
  {
    title: 'Python’s own TOML reader reads tomlString',
    isHere: isInstalled('python3', '-c', 'import tomllib'),
    read: (texts) =>
      JSON.parse(
        printedBy(
          'python3',
          ['-c', 'import json, sys, tomllib; print(json.dumps(tomllib.load(sys.stdin.buffer)["a"]))'],
          `a = [${texts.map(tomlString).join(',\n')}]\n`,
        ),
      ),
    expected: whole,
  },
  {
    title: 'Python’s own XML reader reads xmlText',
    isHere: isInstalled('python3', '-c', 'import xml.etree.ElementTree'),
    read: (texts) =>
      JSON.parse(
        printedBy(
          'python3',
          [
            '-c',
            'import json, sys, xml.etree.ElementTree as e; print(json.dumps([[t.text or "", t.get("a")] for t in e.fromstring(sys.stdin.buffer.read())]))',
          ],
          `<r>${texts.map((text) => `<t a="${xmlText(text)}">${xmlText(text)}</t>`).join('\n')}</r>`,
        ),
      ).map(([text, attribute]: readonly [string, string]) => (text === attribute ? text : [text, attribute])),
    expected: (text) => whole(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''),
  },
  {
    title: 'PyYAML reads yamlString',
    isHere: isInstalled('python3', '-c', 'import yaml'),
    read: (texts) =>
      JSON.parse(
        printedBy(
          'python3',
          ['-c', 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer)))'],
          `${texts.map((text) => `- ${yamlString(text)}`).join('\n')}\n`,
        ),
      ),
    expected: whole,
  },
];

describe('a literal means exactly the text it was given', {timeout}, () => {
  for (const {title, isHere, read, expected} of readers)
    it.skipIf(!isHere)(`${title}${isHere ? '' : ' (left out: not installed)'}`, () => manyAtOnce(read, expected));

  it('JSON.parse reads jsonString', () => everyText((text) => JSON.parse(jsonString(text)), whole));
  it('YAML reads yamlString as a value and as a key', () => {
    everyText((text) => parseYaml(`a: ${yamlString(text)} # b\nc: d\n`).a, whole);
    everyText((text) => Object.keys(parseYaml(`${yamlString(text)}: 1\n`))[0], whole);
  });
  it('TOML reads tomlString', () => everyText((text) => parseToml(`a = ${tomlString(text)} # b\n`)['a'], whole));
  it('XML reads xmlText', () => {
    const parser = new XMLParser({trimValues: false, parseTagValue: false, htmlEntities: true, ignoreAttributes: false});
    everyText(
      (text) => String(parser.parse(`<a>${xmlText(text)}</a>`).a),
      (text) => whole(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ''),
    );
  });
  it('PowerShell’s rules read powershellString', () => everyText((text) => powershellValue(powershellString(text)), wordOf));
  it('a Dockerfile’s rules read dockerfileString', () => everyText((text) => dockerfileValue(dockerfileString(text)), plainLine));
  it('GitHub’s own expressions give back actionsText', () =>
    everyText(
      (text) => fillIn(quoting.actionsText(text), {contexts: {}, status: 'success'}),
      (text) => text,
    ));
});

describe('a literal stays on its line', () => {
  const literals = {
    shellWord,
    rubyString,
    nixString,
    powershellString,
    jsonString,
    yamlString,
    tomlString,
    dockerfileString,
    xmlText,
  } as const;
  it.each(Object.entries(literals))('%s gives no line break', (_, literal) => {
    everyText(
      (text) => /[\n\r]/.test(literal(text)),
      () => false,
    );
  });
  it.each(Object.entries({shellWord, rubyString, jsonString, yamlString, tomlString, dockerfileString}))(
    '%s shows or drops what turns text around',
    (_, literal) => {
      everyText(
        (text) => /[\u2028-\u202e\u2066-\u2069\u200e\u200f\ufeff]/.test(literal(text)),
        () => false,
      );
    },
  );
});
