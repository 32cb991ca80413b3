/**
 * `extension.js`: plain JavaScript without a build step, the same for every project; what differs stands in `package.json` and `programs.json`.
 * It holds no template strings, so that it can stand in one here.
 */
export const extensionText = String.raw`'use strict';

const {execFile} = require('node:child_process');
const {createHash} = require('node:crypto');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const {promisify} = require('node:util');
const zlib = require('node:zlib');
const vscode = require('vscode');
const {name, version} = require('./package.json');
const {command, programs} = require('./programs.json');

const execute = promisify(execFile);
const isWindows = process.platform === 'win32';
const fileName = isWindows ? command + '.exe' : command;

const isFile = (file) => fs.stat(file).then((found) => found.isFile(), () => false);

/** Folders that depend on where one stands are left aside, because a workspace could plant a program there. */
const findOnPath = async () => {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, fileName);
    if (path.isAbsolute(folder) && (await isFile(file))) return file;
  }
  return undefined;
};

const storedFile = (context) => path.join(context.globalStorageUri.fsPath, version, fileName);

/** The setting counts most, then PATH, then what was downloaded before; undefined: there is none. */
const findProgram = async (context) => {
  const chosen = vscode.workspace.getConfiguration(name).get('path');
  if (chosen) return chosen;
  const stored = storedFile(context);
  return (await findOnPath()) ?? ((await isFile(stored)) ? stored : undefined);
};

/** One file of a zip. The directory at its end names every file and where it begins. */
const fromZip = (archive, member) => {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const length = archive.readUInt16LE(at + 28);
    const spelled = archive.toString('utf8', at + 46, at + 46 + length).replaceAll('\\', '/');
    if (spelled.replace(/^\.\//, '') === member) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
      return archive.readUInt16LE(at + 10) === 0 ? packed : zlib.inflateRawSync(packed);
    }
    at += 46 + length + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  throw new Error('The archive does not hold ' + member + '.');
};

/** One file of a tar archive, by the tar of the system, which Windows has too. */
const fromTar = async (archive, member) => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), name + '-'));
  try {
    const file = path.join(folder, 'archive');
    await fs.writeFile(file, archive);
    const tar = isWindows ? path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'tar.exe') : 'tar';
    await execute(tar, ['-xf', file, '-C', folder]);
    return await fs.readFile(path.join(folder, ...member.split('/')));
  } finally {
    await fs.rm(folder, {recursive: true, force: true});
  }
};

const unpacked = (bytes, program) => {
  if (program.format === 'binary') return bytes;
  return program.format === 'zip' ? fromZip(bytes, program.path) : fromTar(bytes, program.path);
};

const fetched = async (program) => {
  const reply = await fetch(program.url);
  if (!reply.ok) throw new Error(program.url + ' answers ' + reply.status + '.');
  const bytes = Buffer.from(await reply.arrayBuffer());
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== program.sha256)
    throw new Error('What ' + program.url + ' gives is not the file that was released (its SHA-256 is ' + digest + '), so it was thrown away.');
  return bytes;
};

/** Keeps the program of this version, and none of any other. */
const download = async (context, program) => {
  const contents = await unpacked(await fetched(program), program);
  const file = storedFile(context);
  // An older version that still runs can't be removed on Windows; then it stays.
  await fs.rm(context.globalStorageUri.fsPath, {recursive: true, force: true}).catch(() => undefined);
  await fs.mkdir(path.dirname(file), {recursive: true});
  // Under its own name only once it is whole.
  await fs.writeFile(file + '.part', contents, {mode: 0o755});
  await fs.rename(file + '.part', file);
  return file;
};

/** Downloads the program once the person agrees; undefined: they don't. */
const offerDownload = async (context) => {
  const platform = process.platform + '-' + process.arch;
  const program = programs[platform];
  if (program === undefined)
    throw new Error(command + ' is not on PATH, and ' + version + ' is not released for ' + platform + '. Install it and name it in the setting ' + name + '.path.');
  const question = command + ' is not on PATH. Download ' + command + ' ' + version + ' and keep it for this extension?';
  const answer = await vscode.window.showInformationMessage(question, {modal: true, detail: program.url}, 'Download');
  if (answer !== 'Download') return undefined;
  const progress = {location: vscode.ProgressLocation.Notification, title: 'Downloading ' + command + ' ' + version};
  return vscode.window.withProgress(progress, () => download(context, program));
};

const showVersion = async (program) => {
  const {stdout, stderr} = await execute(program, ['--version'], {timeout: 10_000});
  const [said = ''] = (stdout + stderr).trim().split('\n');
  await vscode.window.showInformationMessage(said + ' (' + program + ')');
};

/** A terminal that knows the program, with its name typed and nothing run yet. */
const runInTerminal = (program) => {
  const key = Object.keys(process.env).find((one) => one.toUpperCase() === 'PATH') ?? 'PATH';
  const env = {[key]: path.dirname(program) + path.delimiter + (process.env[key] ?? '')};
  const terminal = vscode.window.createTerminal({name: command, env});
  terminal.show();
  terminal.sendText(command + ' ', false);
};

/** What needs the program, or a word about what went wrong. */
const withProgram = (context, act) => async () => {
  try {
    const program = (await findProgram(context)) ?? (await offerDownload(context));
    if (program !== undefined) await act(program);
  } catch (error) {
    await vscode.window.showErrorMessage(command + ': ' + error.message);
  }
};

exports.activate = (context) => {
  for (const [id, act] of Object.entries({showVersion, runInTerminal}))
    context.subscriptions.push(vscode.commands.registerCommand(name + '.' + id, withProgram(context, act)));
};
`;
