import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {parse} from 'yaml';
import {openStage, type Stage} from '../support/run-portcall.ts';

let stage: Stage;
let folder: string;
beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(path.join(tmpdir(), 'portcall-report-'));
});
afterAll(async () => {
  await stage.end();
  await rm(folder, {recursive: true, force: true});
});

test('Markdown is printed, with every part that has something to say, and the exit code is that of status', async () => {
  const {code, out: output} = await stage.portcall(['report']);
  expect(code).toBe(1);
  for (const part of [
    '## What to do next',
    '## Broken',
    '## Behind',
    '## Working',
    '## Not set up',
    '## Not offered',
    '## Tasks for a person',
  ])
    expect(output).toContain(part);
  expect(output).toContain('does not wait for the job');
});

test('a file is written once, again over itself, and never over another', async () => {
  const file = path.join(folder, 'report.html');
  expect((await stage.portcall(['report', '--output', file])).out).toBe('');
  expect(await readFile(file, 'utf8')).toMatch(/^<!doctype html>/);
  expect((await stage.portcall(['report', '--output', file])).code).toBe(1);
  const mine = path.join(folder, 'mine.md');
  await writeFile(mine, 'my own');
  expect((await stage.portcall(['report', '--output', mine])).code).toBe(2);
  expect(await readFile(mine, 'utf8')).toBe('my own');
  await stage.portcall(['report', '--output', mine, '--yes']);
  expect(await readFile(mine, 'utf8')).toContain('## Broken');
});

test('a job of GitHub Actions gets it as its summary', async () => {
  const file = path.join(folder, 'summary');
  await writeFile(file, 'before\n');
  await stage.portcall(['report'], {GITHUB_STEP_SUMMARY: file});
  expect(await readFile(file, 'utf8')).toMatch(/^before\n# /);
});

test('JSON has the next steps and the tasks', async () => {
  const {out: output} = await stage.portcall(['report', '--json']);
  expect(JSON.parse(output)).toMatchObject({formatVersion: 1, tag: 'v1.0.35', nextSteps: expect.any(Array), tasks: expect.any(Array)});
});

test('the workflow that looks by itself is one', async () => {
  const {code, out: output} = await stage.portcall(['report', '--snippet']);
  expect(code).toBe(0);
  expect(parse(output)).toMatchObject({on: {schedule: [{cron: expect.any(String)}]}, permissions: {issues: 'write'}});
});
