import {Problem} from '../model/problem.ts';

/** Something in `portcall.yaml` that can't be: where, and what would be right. */
export class ConfigurationProblem extends Problem {
  readonly path: string;
  readonly line: number;
  readonly column: number;

  constructor(place: {readonly path: string; readonly line: number; readonly column: number}, what: string, next: string) {
    super('refused', `${place.path}, line ${place.line}, column ${place.column}: ${what}`, next);
    this.name = 'ConfigurationProblem';
    this.path = place.path;
    this.line = place.line;
    this.column = place.column;
  }
}
