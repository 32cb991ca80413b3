import {PassThrough} from 'node:stream';
import {password} from '@inquirer/prompts';
import {describe, expect, it} from 'vitest';
import {createMaskedInput, createPasteReader, withLineBreaks} from '../../src/tools/masked-input.ts';

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n';

describe('a paste of several lines', () => {
  it('becomes one line between the marks of the terminal, however it is cut into chunks', () => {
    const sent = `\u001b[200~${key}\u001b[201~`;
    for (let size = 1; size <= sent.length; size++) {
      const read = createPasteReader();
      let text = '';
      for (let at = 0; at < sent.length; at += size) text += read(sent.slice(at, at + size));
      expect(text).not.toContain('\n');
      expect(withLineBreaks(text)).toBe(key);
    }
  });

  it('becomes one line without marks too, and its last line break is Enter', () => {
    expect(withLineBreaks(createPasteReader()(`${key}`)).trimEnd()).toBe(key.trimEnd());
    expect(createPasteReader()(key).endsWith('\n')).toBe(true);
    expect(createPasteReader()('token\r')).toBe('token\r');
  });

  it('leaves single keys alone', () => {
    const read = createPasteReader();
    for (const one of ['a', '\r', '\u0003', '\u007f', 'ä']) expect(read(one)).toBe(one);
  });
});

describe('a masked prompt', () => {
  const ask = async (keys: readonly string[]) => {
    const keyboard = Object.assign(new PassThrough(), {isTTY: true});
    const output = new PassThrough();
    let shown = '';
    const show = (text: unknown) => {
      shown += text;
    };
    output.on('data', show);
    const {input, close} = createMaskedInput(keyboard, {write: show});
    const answer = password({message: 'Paste it:', toggleMask: false}, {input, output});
    for (const one of keys) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      keyboard.write(one);
    }
    const text = withLineBreaks(await answer);
    close();
    return {text, shown, isLetGo: keyboard.listenerCount('data') === 0};
  };

  it('hears the keyboard again that an earlier question left paused', async () => {
    const keyboard = Object.assign(new PassThrough(), {isTTY: true});
    const lines: unknown[] = [];
    for (const one of ['first\r', 'second\r']) {
      const {input, close} = createMaskedInput(keyboard, {write: () => {}});
      const heard = new Promise((resolve) => input.once('data', resolve));
      keyboard.write(one);
      lines.push(String(await heard));
      close();
    }
    expect(lines).toEqual(['first\r', 'second\r']);
  });

  it('takes a key with its lines and shows nothing of it', async () => {
    const {text, shown, isLetGo} = await ask([`\u001b[200~${key}\u001b[201~`, '\r']);
    expect(text).toBe(key);
    expect(shown).not.toContain('OPENSSH');
    expect(shown).not.toContain('b3Bl');
    expect(shown.indexOf('\u001b[?2004h')).toBeLessThan(shown.indexOf('\u001b[?2004l'));
    expect(isLetGo).toBe(true);
  });

  it('takes what is typed', async () => {
    expect((await ask(['s', 'e', 'x', '\u007f', 'c', '\r'])).text).toBe('sec');
  });
});
