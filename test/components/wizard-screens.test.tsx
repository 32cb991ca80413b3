import {afterEach, describe, expect, test} from 'vitest';
import type {DeskEvent, PlanSight, TokenSight} from '../../src/flow/desk.ts';
import type {Request} from '../../src/flow/press.ts';
import {widthOf} from '../../src/flow/text-width.ts';
import {safeLine} from '../../src/model/safe-text.ts';
import {openApp} from '../support/app-on-screen.tsx';
import {wizardRows} from '../support/fixture-rows.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const open = (start: Parameters<typeof openApp>[0] = {}) => {
  const app = openApp(start);
  ends.push(app.end);
  return app;
};

const plan: PlanSight = {
  title: safeLine('Set one secret'),
  lines: [{text: safeLine('Set secret NPM_TOKEN of repository octo/tool'), tone: 'plain'}],
  state: 'shown',
  outcomes: [],
};

const pasted: TokenSight = {
  name: 'NPM_TOKEN',
  source: 'pasted',
  masked: '…wxyz',
  said: [safeLine('The quotes around it were taken away.')],
  isTesting: false,
  test: {verdict: 'valid', note: 'npm accepts it.', identity: 'octo', rights: ['publish'], expires: '2026-01-20T00:00:00Z'},
};

/** The outside in small: a field that holds its text to itself, a token that is known by its looks, a plan. */
const createOutside = () => {
  let field = '';
  const taken: string[] = [];
  const carryOut = (request: Request, dispatch: (event: DeskEvent) => void): void => {
    const changed = (text: string) => {
      field = text;
      dispatch({kind: 'field-changed', length: [...text].length});
    };
    if (request.kind === 'type') changed(field + request.text);
    if (request.kind === 'erase') changed([...field].slice(0, -1).join(''));
    if (request.kind === 'clear-field') changed('');
    if (request.kind === 'find-token')
      dispatch({kind: 'token-seen', id: request.id, sight: {name: 'NPM_TOKEN', said: [], isTesting: false}});
    if (request.kind === 'use-field') {
      taken.push(field);
      changed('');
      dispatch({kind: 'token-seen', id: request.id, sight: pasted});
    }
    if (request.kind === 'plan-secret') dispatch({kind: 'plan-made', plan});
    if (request.kind === 'drop-plan') dispatch({kind: 'plan-dropped'});
    if (request.kind === 'carry-out') dispatch({kind: 'plan-started'});
  };
  return {carryOut, taken};
};

const openNpm = async (app: ReturnType<typeof open>) => {
  await app.until((text) => text.includes('q quit'));
  app.press('j');
  await app.until((text) => /^[❯>] . npm/m.test(text));
};

describe('the masked field', () => {
  const secret = 'npm_Canary🚀0123456789wxyz';

  test.each([
    ['as keys, with Enter in the same chunk', `${secret}\r`, secret],
    ['letter by letter', '', secret],
    ['pasted with marks, line breaks in it', `\u001b[200~"${secret}"\r\n\u001b[201~`, `"${secret}"\r\n`],
    ['pasted without marks, in several lines', `first\r${secret}\r`, `first\n${secret}`],
  ])('takes a token %s, and neither a frame nor a store ever holds it', async (_, chunk, expected) => {
    const outside = createOutside();
    const app = open(outside);
    await openNpm(app);
    app.press('t');
    await app.until((text) => text.includes('None is in the environment'));
    app.press('p');
    await app.until((text) => text.includes('Paste NPM_TOKEN for npm') && text.includes('empty'));
    if (chunk === '') {
      for (const letter of secret) app.press(letter);
      await app.until((text) => text.includes(`${[...secret].length} characters`));
    } else app.press(chunk);
    if (!chunk.endsWith('\r')) {
      await app.until((text) => /\d characters/.test(text));
      app.press('\r');
    }
    await app.until((text) => text.includes('npm accepts it.') && text.includes('2026-01-20, 4 days left'));
    expect(outside.taken).toEqual([expected.replaceAll('\r\n', expected.includes('"') ? '\r\n' : '\n')]);
    for (const part of [secret, 'npm_Canary', 'Canary', '0123456']) {
      expect(app.written()).not.toContain(part);
      expect(app.held()).not.toContain(part);
    }
    expect(app.text()).toContain('…wxyz');
    expect(app.text()).toContain('The quotes around it were taken away.');
  });

  test('erases, empties and gives up; keys of other places are only text in it', async () => {
    const outside = createOutside();
    const app = open(outside);
    await openNpm(app);
    app.press('t');
    await app.until((text) => text.includes('None is in'));
    app.press('p');
    await app.until((text) => text.includes('empty'));
    app.press('\r');
    await app.until((text) => text.includes('Nothing stands in the field'));
    app.press('q?/n');
    await app.until((text) => text.includes('4 characters'));
    app.press('\u007f');
    await app.until((text) => text.includes('3 characters'));
    app.press('\u0015');
    await app.until((text) => text.includes('empty'));
    app.press('abc');
    await app.until((text) => text.includes('•••'));
    app.press('\u001b');
    await app.until((text) => text.includes('None is in'));
    expect(app.requests.at(-1)).toEqual({kind: 'clear-field'});
    expect(app.desk.get().fieldLength).toBe(0);
    expect(outside.taken).toEqual([]);
  });
});

describe('a plan', () => {
  const toPlan = async () => {
    const outside = createOutside();
    const app = open(outside);
    app.desk.dispatch({kind: 'token-seen', id: 'npm', sight: pasted});
    await openNpm(app);
    app.press('t');
    await app.until((text) => text.includes('npm accepts it.'));
    app.press('s');
    await app.until((text) => text.includes('y carries it out, n drops it.') && text.includes('y yes, do it'));
    return app;
  };

  test('opens by itself, is carried out after a yes alone, and says what came of it', async () => {
    const app = await toPlan();
    app.press('\r');
    app.press('y');
    await app.until((text) => text.includes('It is being carried out'));
    expect(app.requests.filter(({kind}) => kind === 'carry-out')).toHaveLength(1);
    app.press('y');
    await app.until((text) => text.includes('keys wait for its end'));
    app.press('\u001b');
    await app.until((text) => text.includes('leave it half done by Ctrl-C'));
    app.desk.dispatch({kind: 'step-ended', text: safeLine('done: GitHub lists it, set just now.'), tone: 'ok'});
    app.desk.dispatch({kind: 'plan-ended'});
    await app.until((text) => text.includes('It has ended.') && text.includes('done: GitHub lists it'));
    app.press('z');
    await app.until((text) => text.includes('A new one, step by step'));
    expect(app.requests.at(-1)).toEqual({kind: 'drop-plan'});
    expect(app.requests.filter(({kind}) => kind === 'carry-out')).toHaveLength(1);
  });

  test.each(['n', '\u001b'])('is dropped by %j, and does not open again', async (key) => {
    const app = await toPlan();
    app.press(key);
    await app.until((text) => text.includes('A new one, step by step') && !text.includes('Nothing is done yet'));
    expect(app.requests.at(-1)).toEqual({kind: 'drop-plan'});
    expect(app.requests.map(({kind}) => kind)).not.toContain('carry-out');
  });

  test('asks for the exact name of what is dangerous', async () => {
    const app = await toPlan();
    app.desk.dispatch({kind: 'plan-made', plan: {...plan, lines: [...plan.lines], typedName: 'octo/tool'}});
    await app.until((text) => text.includes('Type octo/tool and press enter'));
    app.press('octo/tooy\r');
    await app.until((text) => text.includes('Type octo/tool exactly'));
    app.press('\u007f');
    app.press('l\r');
    await app.until((text) => text.includes('It is being carried out'));
  });

  test('waits while a token is typed, so that no letter of it says yes', async () => {
    const app = open(createOutside());
    await openNpm(app);
    app.press('t');
    await app.until((text) => text.includes('None is in'));
    app.press('p');
    await app.until((text) => text.includes('empty'));
    app.desk.dispatch({kind: 'plan-made', plan});
    app.press('yyy');
    await app.until((text) => text.includes('3 characters'));
    expect(app.requests.map(({kind}) => kind)).not.toContain('carry-out');
    app.press('\u001b');
    await app.until((text) => text.includes('y carries it out'));
  });
});

describe('the wizard', () => {
  test('walks through what is open, opens pages and remembers choices', async () => {
    const app = open();
    await openNpm(app);
    app.press('\r');
    await app.until((text) => text.includes('serves 1.0.34'));
    app.press('w');
    const first = await app.until((text) => text.includes('1 of 10 left') && text.includes('Turn on two-factor'));
    expect(first).toContain('Nothing that can be read tells; your word stands. npm tells nobody');
    app.press('a');
    await app.until((text) => text.includes('Your word is remembered.'));
    app.press('n');
    await app.until((text) => text.includes('2 of 10 left') && text.includes('$ npm token create'));
    app.press('1');
    await app.until((text) => text.includes('Opening in the browser: example.org/npm/tokens'));
    app.press('2');
    await app.until((text) => text.includes('Step 2 has no page of its own'));
    app.press('a');
    await app.until((text) => text.includes('Your word is not needed here'));
    app.press('n');
    await app.until((text) => text.includes('Portcall can do this: Set the secret NPM_TOKEN'));
    app.press('d');
    await app.until((text) => text.includes('Planning: Set the secret that the job reads.'));
    app.press('X');
    await app.until((text) => text.includes('npm is left out of this project.'));
    expect(app.requests).toEqual([
      {kind: 'prove', id: 'npm'},
      {kind: 'choose', id: 'npm', task: 'two-factor', choice: 'attested'},
      {kind: 'browse', url: 'https://example.org/npm/tokens', id: 'npm'},
      {kind: 'plan-task', id: 'npm', task: 'set-secret'},
      {kind: 'choose', id: 'npm', choice: 'not-for-project'},
    ]);
    app.press('\u001b');
    await app.until((text) => text.includes('serves 1.0.34'));
    app.press('\u001b');
    await app.until((text) => text.includes('10 tasks for a person: w'));
  });

  test('says what a look came to', async () => {
    const app = open();
    await openNpm(app);
    app.press('w');
    await app.until((text) => text.includes('1 of 10 left'));
    app.press('n');
    await app.until((text) => text.includes('2 of 10 left'));
    app.press('v');
    await app.until((text) => text.includes('Looking whether this is done.'));
    const withNpm = (change: object) => wizardRows.map((row) => (row.id === 'npm' ? {...row, ...change} : row));
    app.tell(withNpm({isProving: true}));
    await app.until((text) => text.includes('It is being looked at.'));
    const done = wizardRows[1]!.tasks.map((task) => (task.id === 'make-token' ? {...task, state: 'done' as const} : task));
    app.tell(withNpm({tasks: done}));
    await app.until((text) => text.includes('A look shows it is done: n opens the next task.') && text.includes('✓ done  Make a token'));
  });

  test('goes on by itself past what a look shows done, and stays once a key was pressed', async () => {
    const app = open();
    const npmTasks = wizardRows[1]!.tasks;
    const withDone = (ids: readonly string[], isProving = false) =>
      wizardRows.map((row) =>
        row.id === 'npm'
          ? {...row, isProving, tasks: npmTasks.map((task) => (ids.includes(task.id) ? {...task, state: 'done' as const} : task))}
          : row,
      );
    await openNpm(app);
    app.press('w');
    await app.until((text) => text.includes('Turn on two-factor'));
    app.tell(withDone(['two-factor'], true));
    await app.until((text) => text.includes('It is being looked at.'));
    app.tell(withDone(['two-factor']));
    await app.until(
      (text) => text.includes('Found done, nothing was changed: Turn on two-factor authentication.') && text.includes('$ npm token create'),
    );
    app.press('1');
    await app.until((text) => text.includes('Opening in the browser'));
    app.tell(withDone(['two-factor', 'make-token']));
    await app.until((text) => text.includes('✓ done  Make a token'));
    app.press('n');
    await app.until((text) => text.includes('Set the secret that the job reads.'));
    app.tell(withDone(['two-factor', 'make-token', 'set-secret']));
    await app.until((text) => text.includes('Found done, nothing was changed: Set the secret') && text.includes('crates.io'));
    expect(app.requests).toEqual([
      {kind: 'prove', id: 'npm'},
      {kind: 'browse', url: 'https://example.org/npm/tokens', id: 'npm'},
      {kind: 'prove', id: 'crates-io'},
    ]);
  });

  test('ends with what is set up, what waits, and what is refused, with the reason', async () => {
    const shown = wizardRows.map((row) => ({
      ...row,
      tasks: row.tasks.map((task) => ({
        ...task,
        state: task.state === 'waiting' ? task.state : row.id === 'aur' ? ('skipped' as const) : ('done' as const),
      })),
    }));
    const app = open({shown, rows: 40});
    await app.until((text) => text.includes('q quit'));
    app.press('w');
    const text = await app.until((seen) => seen.includes('Nothing is left that only a person can do.'));
    expect(text).toContain('● GitHub Releases: working');
    expect(text).toContain('… waiting winget: Wait for the review.');
    expect(text).toContain('· skipped AUR: Make an account at AUR.');
    expect(text).toContain('Flathub takes no console software and no automated submissions.');
  });

  test.each([
    [80, 24, true],
    [40, 12, false],
    [20, 5, false],
  ])('keeps within %i by %i, and its keys lead out again', async (columns, rows, hasUnicode) => {
    const app = open({columns, rows, hasUnicode, ...createOutside()});
    await openNpm(app);
    for (const key of ['w', 'n', 'p', 'x', '\r', '\u001b', 's', 'n', 'u', 'X', 'G', '?', '\u001b', '\u001b', '\u001b']) {
      app.press(key);
      await new Promise((resolve) => setTimeout(resolve, 40));
      expect(app.lines()).toHaveLength(rows);
      for (const line of app.lines()) {
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        if (!hasUnicode) expect(line).toMatch(/^[ -~]*$/);
      }
    }
    await app.until(() => app.screens.get().place.kind === 'grid');
    app.press('\u0003');
    expect(await app.ended).toBe(130);
  });
});
