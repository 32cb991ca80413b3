import type {ProgramFacts, ReleasedProgram} from '../../src/model/first-package.ts';
import {plainLine, powershellString} from '../../src/model/quoting.ts';
import {fileAtTag} from './chocolatey-nuspec.ts';

/** Windows PowerShell reads a script without it in the code page of the machine. */
const byteOrderMark = '\ufeff';

const windowsPath = (path: string): string => path.replaceAll('/', '\\');
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const isExe = (path: string): boolean => /\.exe$/i.test(path);

/** The programs of a package that downloads: for x64, for 32 bits, or for both. */
export type Downloaded = {readonly wide?: ReleasedProgram; readonly narrow?: ReleasedProgram};

/** The value of a setting, in a column of its own. */
const setting = (name: string, value: string): string => `  ${name.padEnd(14)} = ${value}`;

const sourceLines = ({wide, narrow}: Downloaded): readonly string[] => [
  ...(narrow === undefined
    ? []
    : [
        setting('url', powershellString(narrow.asset.url)),
        setting('checksum', powershellString(narrow.sha256)),
        setting('checksumType', "'sha256'"),
      ]),
  ...(wide === undefined
    ? []
    : [
        setting('url64bit', powershellString(wide.asset.url)),
        setting('checksum64', powershellString(wide.sha256)),
        setting('checksumType64', "'sha256'"),
      ]),
];

const inTools = (path: string): string => `(Join-Path $toolsDir ${powershellString(windowsPath(path))})`;

/** Chocolatey puts every `.exe` on the PATH under its own name, but those with an empty `.ignore` file beside them. */
const namingLines = ({path, besides}: ReleasedProgram, command: string): readonly string[] => {
  const wanted = `${path.slice(0, path.length - baseOf(path).length)}${command}.exe`;
  const others = besides.filter((one) => isExe(one) && one.toLowerCase() !== wanted.toLowerCase());
  return [
    ...(path === wanted ? [] : [`Move-Item -LiteralPath ${inTools(path)} -Destination ${inTools(wanted)} -Force`]),
    ...others.map((other) => `[System.IO.File]::WriteAllText(${inTools(`${other}.ignore`)}, '')`),
  ];
};

/** The script that downloads the released file, in the words of PowerShell 2. */
export const installScript = (downloaded: Downloaded, command: string): string => {
  const program = downloaded.wide ?? downloaded.narrow;
  const isBare = program?.format === 'binary';
  const naming = program === undefined || isBare ? [] : namingLines(program, command);
  return `${byteOrderMark}${[
    "$ErrorActionPreference = 'Stop'",
    '',
    '$toolsDir = Split-Path -Parent $MyInvocation.MyCommand.Definition',
    '$packageArgs = @{',
    setting('packageName', '$env:ChocolateyPackageName'),
    isBare ? setting('fileFullPath', `Join-Path $toolsDir ${powershellString(`${command}.exe`)}`) : setting('unzipLocation', '$toolsDir'),
    ...sourceLines(downloaded),
    '}',
    '',
    `${isBare ? 'Get-ChocolateyWebFile' : 'Install-ChocolateyZipPackage'} @packageArgs`,
    ...(naming.length === 0 ? [] : ['', ...naming]),
    '',
  ].join('\n')}`;
};

/** What a person does to see that the packed program is the released one. */
export const verificationText = (facts: ProgramFacts, {asset, sha256, format, path}: ReleasedProgram): string =>
  [
    'VERIFICATION',
    '',
    `The program in this package is packed by ${plainLine(facts.author) || facts.project.repository.owner}, who make it, and is the one that they release.`,
    'Whoever wants to see for themself that nothing was changed:',
    '',
    '1. Downloads the released file.',
    `   Address: ${plainLine(asset.url)}`,
    '2. Takes its digest, with Get-FileHash -Algorithm SHA256, and compares it.',
    `   SHA-256: ${sha256.toUpperCase()}`,
    format === 'binary'
      ? `3. Compares its digest with that of tools\\${facts.command}.exe in this package: they are the same file.`
      : `3. Unpacks it, and compares the digest of ${plainLine(path)} in it with that of tools\\${facts.command}.exe in this package.`,
    '',
    'The licence stands in LICENSE.txt beside this file.',
    '',
  ].join('\n');

/** The licence's text and where it is from. */
export const licenseText = (facts: ProgramFacts): string => {
  const {path = 'LICENSE', text = ''} = facts.license;
  const clean = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  return `From: ${fileAtTag(facts, path)}\n\n${clean.trimEnd()}\n`;
};
