/** The command line or the configuration asks for something that can't be: exit code 2. */
export class WrongUse extends Error {
  readonly next: string;

  constructor(what: string, next: string) {
    super(what);
    this.name = 'WrongUse';
    this.next = next;
  }
}
