/** Holds one state; every change goes through `dispatch`. */
export type Store<State, Event> = {
  get(): State;
  dispatch(event: Event): void;
  /** Calls the listener after changes; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** Notifies now of what is still gathered. */
  flush(): void;
};

export type StoreOptions = {
  /** Milliseconds for which changes are gathered before listeners hear of them; 0 notifies at once. */
  readonly gatherFor: number;
};

/** A store whose listeners are called at once, or once for all that happened in a short while. */
export const createStore = <State, Event>(
  reduce: (state: State, event: Event) => State,
  initial: State,
  {gatherFor}: StoreOptions,
): Store<State, Event> => {
  let state = initial;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  const flush = () => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    dispatch: (event) => {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      if (gatherFor === 0) flush();
      else timer ??= setTimeout(flush, gatherFor);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    flush,
  };
};
