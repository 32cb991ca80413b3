import {describe, expect, it} from 'vitest';
import {placeholderFaults} from '../../../checks/family/placeholders.ts';

describe('a placeholder', () => {
  const left = [
    'sha256 "PLACEHOLDER_SHA256_LINUX"',
    "checksum = 'REPLACE_ME'",
    'hash: <sha256>',
    '"version": "0.0.0-placeholder"',
    'url: https://tool.example/{{VERSION}}/tool.zip',
    'version: {{ .Version }}',
    `sha256 "${'0'.repeat(64)}"`,
    'sha256 "placeholder"',
    'token: YOUR_TOKEN_HERE',
    'checksum64 = __SHA256__',
  ];
  it.each(left)('is seen in %s', (line) =>
    expect(placeholderFaults(`first\n${line}`)).toMatchObject([{what: expect.any(String), line: 2}]),
  );

  const filled = [
    `sha256 "${'ab'.repeat(32)}"`,
    'run: echo ${{ github.ref }}',
    '# PLACEHOLDER is replaced by the release job',
    '<input placeholder="your name">',
    '"description": "Fills a placeholder in templates"',
    '<version>1.2.3</version>',
    'url "https://tool.example/#{version}/tool.zip"',
  ];
  it.each(filled)('is not seen in %s', (line) => expect(placeholderFaults(line)).toEqual([]));
});
