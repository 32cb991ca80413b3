import {createRequire} from 'node:module';
import path from 'node:path';
import {Language, type Node, Parser} from '@vscode/tree-sitter-wasm';

const folder = path.dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));

export type ParsedScript = {
  readonly hasError: boolean;
  /** Commands that it calls, in order. */
  readonly commands: readonly string[];
  /** What its texts between single quotes mean. */
  readonly texts: readonly string[];
};

const textsOf = (root: Node, type: string): readonly string[] =>
  root.descendantsOfType(type).flatMap((node) => (node === null ? [] : [node.text]));

/** A parser of PowerShell's grammar that is nobody's of this project. */
export const openPowerShell = async (): Promise<(script: string) => ParsedScript> => {
  await Parser.init({locateFile: (file) => path.join(folder, file)});
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(folder, 'tree-sitter-powershell.wasm')));
  return (script) => {
    // The mark at the beginning is the file's and no part of the script.
    const root = parser.parse(script.replace(/^\ufeff/, ''))?.rootNode;
    if (root === undefined) throw new Error('The parser gives nothing.');
    return {
      hasError: root.hasError,
      commands: textsOf(root, 'command_name'),
      texts: textsOf(root, 'verbatim_string_characters').map((text) =>
        text.slice(1, -1).replaceAll(/(['\u2018\u2019\u201a\u201b])\1/g, '$1'),
      ),
    };
  };
};
