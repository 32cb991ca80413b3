import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {tokenTextOf} from '../../src/model/token-text.ts';

const token = 'npm_0123456789abcdefghijklmnopqrstuvwxyz';
const key =
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAE\nAAAAC3NzaC1lZDI1NTE5\n-----END OPENSSH PRIVATE KEY-----\n';
const cleaned = (text: string, names?: readonly string[]) => tokenTextOf(text, names).value;

describe('a pasted token', () => {
  it.each([
    ['a line break at its end', `${token}\n`],
    ['line breaks of Windows', `${token}\r\n`],
    ['space around it', `  ${token}\t`],
    ['empty lines around it', `\n\n${token}\n\n`],
    ['double quotes', `"${token}"`],
    ['single quotes and a line break', `'${token}'\n`],
    ['typographic quotes', `“${token}”`],
    ['backticks', `\`${token}\``],
    ['an export', `export NPM_TOKEN="${token}"`],
    ['its name', `NPM_TOKEN=${token}`],
    ['the line of .npmrc', `//registry.example/:_authToken=${token}`],
    ['the word Bearer', `Authorization: Bearer ${token}`],
    ['characters that nobody sees', `\ufeff${token}\u200b`],
    ["the terminal's marks of a paste", `\u001b[200~${token}\u001b[201~`],
    ['words on other lines', `Here is your new token:\n${token}\nIt is shown only once.`],
    ['two lines into which the terminal broke it', `${token.slice(0, 24)}\n${token.slice(24)}\n`],
  ])('loses %s, and that is said', (_, pasted) => {
    const {value, said} = tokenTextOf(pasted, ['NPM_TOKEN']);
    expect(value).toBe(token);
    expect(said.length).toBeGreaterThan(0);
    expect(said.join(' ')).not.toContain(token.slice(0, 12));
  });

  it('stays as it is where nothing is wrong with it', () => {
    for (const text of [token, 'a=b==', 'p@ss "word"', 'x', key]) expect(tokenTextOf(text)).toEqual({value: text, said: []});
  });

  it('keeps an equals sign that is its own', () => {
    expect(cleaned('PASS=word', ['NPM_TOKEN'])).toBe('PASS=word');
    expect(cleaned('dGVzdA==\n')).toBe('dGVzdA==');
  });

  it('keeps several lines that belong together', () => {
    const settings = '[login.ubuntu.com]\nmacaroon = abc\nunbound_discharge = def';
    expect(cleaned(`${settings}\n`)).toBe(settings);
    expect(cleaned('{\n  "type": "service_account"\n}\n')).toBe('{\n  "type": "service_account"\n}');
    expect(tokenTextOf('one two\nthree four').said).toEqual(['It has 2 lines, and they were kept.']);
  });

  it('is found in what snapcraft export-login prints', () => {
    const credential = 'eyJ0IjogInUxLW1hY2Fyb29uIiwgInYiOiB7InIiOiAiTURBd'.repeat(20);
    const printed = `Exported login credentials:\n${credential}\n\nThese credentials must be used on Snapcraft 7.2 or greater.\n`;
    expect(tokenTextOf(printed)).toEqual({value: credential, said: [expect.stringContaining('export-login')]});
  });
});

describe('a pasted private key', () => {
  it('keeps its lines and gets its last line break', () => {
    expect(tokenTextOf(key.trimEnd())).toEqual({value: key, said: ['The line break that a key ends with was added.']});
    expect(cleaned(`\n${key}\n\n`)).toBe(key);
    expect(tokenTextOf(key.replaceAll('\n', '\r\n'))).toEqual({value: key, said: ['The line ends of Windows became plain ones.']});
    expect(cleaned(`AUR_SSH_KEY=${key.replaceAll('\n', '\\n')}`, ['AUR_SSH_KEY'])).toBe(key);
    expect(cleaned(`"${key}"`)).toBe(key);
  });
});

it('a text that was made fit is fit', () => {
  void fc.assert(
    fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
      const {value} = tokenTextOf(text);
      expect(value.trim()).toBe(value.endsWith('\n') ? value.trim() : value);
    }),
  );
});
