import {Ajv} from 'ajv';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {wingetFirstPackage as first} from '../../checks/first-package/winget.ts';
import {harborAsset, harborProgram, hostileFacts, hostileTexts, programFacts} from '../support/program-facts.ts';

/*
 * No package of npm's or Debian's carries winget's own schemas, so that these rules are kept by hand, from what they say of the fields that are written;
 * `winget validate` runs on Windows alone.
 */
const text = (minLength: number, maxLength: number) => ({type: 'string', minLength, maxLength});
const address = {type: 'string', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://.+$', maxLength: 2048};
const common = {
  PackageIdentifier: {
    type: 'string',
    pattern: '^[^\\.\\s\\\\/:\\*\\?"<>\\|\\x01-\\x1f]{1,32}(\\.[^\\.\\s\\\\/:\\*\\?"<>\\|\\x01-\\x1f]{1,32}){1,7}$',
    maxLength: 128,
  },
  PackageVersion: {type: 'string', pattern: '^[^\\\\/:\\*\\?"<>\\|\\x01-\\x1f]+$', maxLength: 128},
  ManifestVersion: {const: '1.12.0'},
};
const installerFields = {
  InstallerType: {enum: ['zip', 'portable']},
  NestedInstallerType: {const: 'portable'},
  NestedInstallerFiles: {
    type: 'array',
    maxItems: 1,
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['RelativeFilePath'],
      properties: {RelativeFilePath: {type: 'string', minLength: 1, maxLength: 512, pattern: '\\.exe$'}, PortableCommandAlias: text(1, 40)},
    },
  },
  Commands: {type: 'array', maxItems: 1, items: text(1, 40)},
};
const manifest = (type: string, required: readonly string[], properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required: ['PackageIdentifier', 'PackageVersion', 'ManifestType', 'ManifestVersion', ...required],
  properties: {...common, ManifestType: {const: type}, ...properties},
});
const schemas: Readonly<Record<string, object>> = {
  version: manifest('version', ['DefaultLocale'], {DefaultLocale: {const: 'en-US'}}),
  installer: manifest('installer', ['Installers'], {
    ...installerFields,
    UpgradeBehavior: {const: 'uninstallPrevious'},
    ReleaseDate: {type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$'},
    Installers: {
      type: 'array',
      minItems: 1,
      maxItems: 1024,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['Architecture', 'InstallerUrl', 'InstallerSha256'],
        properties: {
          ...installerFields,
          Architecture: {enum: ['x86', 'x64', 'arm64']},
          InstallerUrl: address,
          InstallerSha256: {type: 'string', pattern: '^[A-F0-9]{64}$'},
        },
      },
    },
  }),
  defaultLocale: manifest('defaultLocale', ['PackageLocale', 'Publisher', 'PackageName', 'License', 'ShortDescription'], {
    PackageLocale: {const: 'en-US'},
    Publisher: text(2, 256),
    PublisherUrl: address,
    PublisherSupportUrl: address,
    PackageName: text(2, 256),
    PackageUrl: address,
    License: text(3, 512),
    LicenseUrl: address,
    Copyright: text(3, 512),
    ShortDescription: text(3, 256),
    Description: text(3, 10_000),
    Moniker: text(1, 40),
    Tags: {type: 'array', maxItems: 16, uniqueItems: true, items: text(1, 40)},
    ReleaseNotesUrl: address,
  }),
};
const ajv = new Ajv({allErrors: true});
const validators = Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, ajv.compile(schema)]));

const faultsOf = (facts: ReturnType<typeof programFacts>): readonly string[] => {
  const made = first.filesOf(facts);
  if (made.kind === 'blocked') return [];
  const seen = made.files.map(({contents}) => {
    const value = parse(contents) as {ManifestType: string};
    const validate = validators[value.ManifestType];
    const head = `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${value.ManifestType}.1.12.0.schema.json\n`;
    const faults = contents.startsWith(head) ? [] : ['another first line'];
    return validate?.(value) === true ? faults : [...faults, JSON.stringify(validate?.errors)];
  });
  return seen.flat();
};

describe('the manifests keep the rules of winget 1.12 (left out: its own schemas, and winget validate)', () => {
  it.each<readonly [string, ReturnType<typeof programFacts>]>([
    ['the usual project', programFacts()],
    [
      '32 bits and a bare program',
      programFacts({programs: [harborProgram('windows', '386', {format: 'binary', path: 'harbor.exe', asset: harborAsset('harbor.exe')})]}),
    ],
    [
      'a long description',
      programFacts({description: 'long words '.repeat(2000), topics: Array.from({length: 40}, (_, at) => `topic ${at}`)}),
    ],
    ['no SPDX licence', programFacts({license: {path: 'COPYING', text: 'All mine.'}})],
    ['a short author', programFacts({author: 'A'})],
    ...hostileTexts.map((one) => [JSON.stringify(one), hostileFacts(one)] as const),
  ])('%s', (_, facts) => {
    expect(faultsOf(facts)).toEqual([]);
  });
  it('would show one that is broken', () => {
    expect(validators['version']?.({PackageIdentifier: 'harbor'})).toBe(false);
  });
});
