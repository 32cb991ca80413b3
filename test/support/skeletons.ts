import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {XMLParser, XMLValidator} from 'fast-xml-parser';
import {parse as parseToml} from 'smol-toml';
import ts from 'typescript';
import {parseAllDocuments} from 'yaml';
import type {FirstFile} from '../../src/model/first-package.ts';
import {evaluatedFormulae} from './formula-stub.ts';
import {isInstalled, printedBy} from './hostile-text.ts';
import {withoutTexts} from './small-readers.ts';

/*
 * What a program sees in a file beside the texts in it: names of keys, words of a language, what ran. Two files that differ in texts alone have one
 * skeleton, so a text that became code shows. Each reader throws where a file is not valid.
 */

type Skeletons = (texts: readonly string[]) => readonly unknown[];
type Kind = {readonly title: string; readonly fits: RegExp; readonly skeletons: Skeletons; readonly needs?: readonly string[]};

const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return ['list', ...new Set(value.map((one) => JSON.stringify(shapeOf(one))))].sort();
  if (typeof value !== 'object' || value === null) return 'text';
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([key, one]) => [key, shapeOf(one)]),
  );
};

const each =
  (skeleton: (text: string) => unknown): Skeletons =>
  (texts) =>
    texts.map(skeleton);

const yamlShape = (text: string): unknown =>
  parseAllDocuments(text).map((document) => {
    if ('errors' in document && document.errors.length > 0) throw new Error(`${document.errors[0]?.message}\n${text}`);
    return 'toJS' in document ? shapeOf(document.toJS()) : undefined;
  });

const xmlShape = (text: string): unknown => {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(`${valid.err.msg}\n${text}`);
  return shapeOf(new XMLParser({ignoreAttributes: false, preserveOrder: false}).parse(text));
};

const scriptKinds = (text: string): unknown => {
  const source = ts.createSourceFile('file.js', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const {parseDiagnostics} = source as unknown as {readonly parseDiagnostics: readonly ts.Diagnostic[]};
  if (parseDiagnostics.length > 0) throw new Error(`${ts.flattenDiagnosticMessageText(parseDiagnostics[0]?.messageText, '\n')}\n${text}`);
  const kinds: string[] = [];
  const visit = (node: ts.Node): void => {
    kinds.push(ts.SyntaxKind[node.kind]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return kinds;
};

/** Writes the texts to files for as long as something reads them. */
const withFiles = <T>(texts: readonly string[], read: (paths: readonly string[], folder: string) => T): T => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portcall-skeleton-'));
  try {
    const paths = texts.map((_, at) => path.join(folder, `file-${at}`));
    for (const [at, file] of paths.entries()) writeFileSync(file, texts[at] ?? '');
    return read(paths, folder);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
};

const python = `import ast, json, sys
print(json.dumps([[type(node).__name__ for node in ast.walk(ast.parse(open(path, 'rb').read()))] for path in sys.argv[1:]]))`;

/*
 * A PKGBUILD is read, and its package() called, by a bash that finds no program; those that an injection would call write down that they were called.
 */
const packageBuild = `
for path in "$@"; do
  (
    PATH=; srcdir=/src; pkgdir=/pkg
    touch() { printf 'escaped touch %s\\n' "$*" >&2; }
    install() { printf 'install\\n'; }
    command_not_found_handle() { printf 'ran %s\\n' "$1"; }
    before="$(compgen -v)"
    source "$path" || printf 'broken\\n'
    while read -r name; do [[ $'\\n'"$before"$'\\n' == *$'\\n'"$name"$'\\n'* ]] || printf 'variable %s\\n' "$name"; done < <(compgen -v)
    declare -F
    declare -F package > /dev/null && package
  ) 2>&1
  printf '\\0'
done`;

const bashSeen: Skeletons = (texts) =>
  withFiles(texts, (paths) => {
    for (const file of paths) printedBy('bash', ['-n', file], '');
    return printedBy('bash', ['--noprofile', '--norc', '-s', ...paths], packageBuild)
      .split('\0')
      .slice(0, -1);
  });

/* It prints one line for each file. */
const nixSeen: Skeletons = (texts) =>
  withFiles(texts, (paths, folder) =>
    printedBy('nix-instantiate', ['--parse', '--store', 'dummy://', ...paths], '')
      .trimEnd()
      .split('\n')
      .map((line) => withoutTexts(line.replaceAll(folder, ''), 'nix')),
  );

const sourceInfo = (text: string): unknown =>
  text.split('\n').map((line) => {
    if (line !== '' && !/^\t?\w+ = \S/.test(line)) throw new Error(`No line of .SRCINFO: ${line}`);
    return line.replace(/ = .*/, '');
  });

const dockerLines = (text: string): unknown =>
  withoutTexts(text, 'dockerfile')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      if (!/^(?:FROM|ARG|ENV|LABEL|COPY|ADD|RUN|USER|WORKDIR|ENTRYPOINT|CMD|EXPOSE) [^\\]*$/.test(line))
        throw new Error(`No line of a Dockerfile: ${line}`);
      return line;
    });

/** Every kind of file that is read by a program; others are read by people alone. */
const kinds: readonly Kind[] = [
  {title: 'JSON', fits: /\.json$/, skeletons: each((text) => shapeOf(JSON.parse(text)))},
  {title: 'YAML', fits: /\.ya?ml$/, skeletons: each(yamlShape)},
  {title: 'TOML', fits: /\.toml$/, skeletons: each((text) => shapeOf(parseToml(text)))},
  {title: 'XML', fits: /\.(?:xml|nuspec)$/, skeletons: each(xmlShape)},
  {title: 'JavaScript', fits: /\.[cm]?js$/, skeletons: each(scriptKinds)},
  {title: '.SRCINFO', fits: /(?:^|\/)\.SRCINFO$/, skeletons: each(sourceInfo)},
  {title: 'PowerShell, by a reader of its strings alone', fits: /\.ps1$/, skeletons: each((text) => withoutTexts(text, 'powershell'))},
  {title: 'Rust, by a reader of its strings alone', fits: /\.rs$/, skeletons: each((text) => withoutTexts(text, 'rust'))},
  {title: 'Dockerfile, by a reader of its strings alone', fits: /(?:^|\/)Dockerfile$/, skeletons: each(dockerLines)},
  {title: 'tables', fits: /\.tsv$/, skeletons: each((text) => new Set(text.split('\n').map((line) => line.split('\t').length)))},
  {
    title: 'Ruby',
    fits: /\.rb$/,
    needs: ['ruby'],
    skeletons: (texts) =>
      evaluatedFormulae(texts.map((text) => ({text, system: 'linux', cpu: 'arm'}))).map(({calls, escaped}) => ({calls, escaped})),
  },
  {title: 'bash', fits: /(?:^|\/)(?:PKGBUILD|[^/]+\.(?:sh|bash))$/, needs: ['bash'], skeletons: bashSeen},
  {title: 'Nix', fits: /\.nix$/, needs: ['nix-instantiate'], skeletons: nixSeen},
  {
    title: 'Python',
    fits: /\.py$/,
    needs: ['python3'],
    skeletons: (texts) => withFiles(texts, (paths) => JSON.parse(printedBy('python3', ['-c', python, ...paths], '')) as readonly unknown[]),
  },
];

const forPeople = /(?:^|\/)(?:LICENSE|[^/]+\.(?:md|txt)|\.\w*ignore)$/;

export type SkeletonKind = Kind & {readonly missing: readonly string[]};

export const skeletonKinds: readonly SkeletonKind[] = kinds.map((kind) => ({
  ...kind,
  missing: (kind.needs ?? []).filter((program) => !isInstalled(program, '--version')),
}));

/** The kind of a file; undefined: people read it. A kind that nothing here reads is an error. */
export const skeletonKind = ({path: file}: FirstFile): SkeletonKind | undefined => {
  const kind = skeletonKinds.find(({fits}) => fits.test(file));
  if (kind === undefined && !forPeople.test(file)) throw new Error(`Nothing in the tests reads ${file}.`);
  return kind;
};
