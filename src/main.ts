import module from 'node:module';

// This file is all that an older Node ever reads, and all that --version and --help wait for: it imports nothing before it has to.

const tooOld = Number.parseInt(process.versions.node, 10) < 22;
process.exitCode = tooOld ? refuseOldNode() : await run(process.argv.slice(2));

function refuseOldNode(): number {
  process.stderr.write(
    `Portcall needs Node 22 or newer and this is Node ${process.versions.node}: install a newer one and run it again.\n`,
  );
  return 2;
}

async function run(args: readonly string[]): Promise<number> {
  process.stdout.on('error', leaveWithReader);
  const [first, ...others] = args.filter((arg) => arg !== '--no-color');
  if (first === '--version' || first === '-V') return print(`${(await import('./version.ts')).version}\n`);
  if ((first === '--help' || first === '-h') && others.length === 0) return print((await import('./help.ts')).helpText);
  await keepCompiledCode();
  turnColoursOff(args);
  if (process.stdout.isTTY) (await import('./first-frame.ts')).showFirstFrame(args);
  const {runCli} = await import('./cli.ts');
  return runCli(args);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Whoever reads a pipe may stop reading (`| head`): that is no mistake, and nobody is left to tell. */
function leaveWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

async function keepCompiledCode(): Promise<void> {
  const home = process.env.PORTCALL_HOME;
  if (home && !(await (await import('./own-folder.ts')).canHave(home))) return;
  // A Node 22.0 lacks it. Without a folder of its own Node keeps the cache among the temporary files.
  if ('enableCompileCache' in module) module.enableCompileCache(home ? `${home}/compile-cache` : undefined);
}

/** Packages read FORCE_COLOR once, while they load; children such as an editor read NO_COLOR. */
function turnColoursOff(args: readonly string[]): void {
  if (!process.env.NO_COLOR && !args.includes('--no-color')) return;
  process.env.NO_COLOR = '1';
  process.env.FORCE_COLOR = '0';
}
