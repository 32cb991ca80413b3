import {expect, it} from 'vitest';
import type {HttpAnswer} from '../../src/tools/http.ts';
import {createTextReader} from '../../src/tools/short-text.ts';

const answerOf = (pieces: readonly string[], headers: Readonly<Record<string, string>> = {}, pause = 0): HttpAnswer => ({
  status: 200,
  headers,
  body: (async function* () {
    for (const piece of pieces) {
      if (pause > 0) await new Promise((later) => setTimeout(later, pause));
      yield Buffer.from(piece);
    }
  })(),
  drop: async () => undefined,
});
const limits = {bytes: 10, patience: 1000};

it('reads a short answer whole', async () => {
  const read = createTextReader(limits);
  expect(await read('a.example', answerOf(['abc', 'def']))).toBe('abcdef');
  expect(await read('a.example', answerOf(['0123456789']))).toBe('0123456789');
});

it('refuses one that says that it is too long, without reading it', async () => {
  const read = createTextReader(limits);
  await expect(read('a.example', answerOf(['a'], {'content-length': '11'}))).rejects.toThrow('a.example sends more than');
});

it('counts together what one host sends at the same time, and nothing that is over', async () => {
  const read = createTextReader(limits);
  const [one, other] = await Promise.allSettled([
    read('a.example', answerOf(['1234', '5678'], {}, 1)),
    read('a.example', answerOf(['1234', '5678'], {}, 1)),
  ]);
  expect([one?.status, other?.status]).toContain('rejected');
  expect(await read('b.example', answerOf(['1234', '5678']))).toBe('12345678');
  expect(await read('a.example', answerOf(['1234', '5678']))).toBe('12345678');
});

it('does not wait for ever for an answer that trickles', async () => {
  const read = createTextReader({bytes: 1000, patience: 20});
  await expect(
    read(
      'a.example',
      answerOf(
        Array.from({length: 50}, () => 'x'),
        {},
        5,
      ),
    ),
  ).rejects.toThrow('too slowly');
});
