import {expect, test, vi} from 'vitest';
import type {SurveyEvent} from '../../src/flow/event.ts';
import {reduce} from '../../src/flow/reduce.ts';
import {createStore} from '../../src/flow/store.ts';
import type {Survey} from '../../src/flow/survey.ts';
import {createSurveyView} from '../../src/flow/survey-view.ts';
import {auditRows, auditSurvey} from '../support/fixture-rows.ts';

const started: SurveyEvent = {kind: 'round-started', at: '2026-01-15T12:00:00Z'};

test('a moment stays the same until the store tells its listeners', () => {
  const store = createStore<Survey, SurveyEvent>(reduce, auditSurvey, {gatherFor: 1000});
  const view = createSurveyView(
    store,
    () => auditRows,
    () => 0,
  );
  const stop = view.subscribe(() => {});
  const before = view.get();
  store.dispatch(started);
  expect(view.get()).toBe(before);
  store.flush();
  expect(view.get().survey.isRunning).toBe(true);
  stop();
});

test('what happens between the first look and the first listener is not lost', () => {
  const store = createStore<Survey, SurveyEvent>(reduce, auditSurvey, {gatherFor: 0});
  const view = createSurveyView(
    store,
    () => auditRows,
    () => 0,
  );
  store.dispatch(started);
  const stop = view.subscribe(() => {});
  expect(view.get().survey.isRunning).toBe(true);
  stop();
});

test('ages are told anew without any answer, and no more once nobody listens', () => {
  vi.useFakeTimers();
  try {
    let time = 0;
    const view = createSurveyView(
      createStore<Survey, SurveyEvent>(reduce, auditSurvey, {gatherFor: 0}),
      () => auditRows,
      () => time,
    );
    let told = 0;
    const stop = view.subscribe(() => told++);
    time = 61_000;
    vi.advanceTimersByTime(60_000);
    expect(told).toBe(2);
    expect(view.get().now).toBe(60_000);
    stop();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
