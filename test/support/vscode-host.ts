/** What VS Code hands to an extension, as far as ours asks for it: each call is written down, and questions are answered as told. */
export const fakeVscode = `const {appendFileSync} = require('node:fs');
const say = (...words) => appendFileSync(process.env.SAID, words.join('|') + '\\n');
const commands = {};
module.exports = {
  commands: {registerCommand: (id, act) => ((commands[id] = act), {dispose() {}}), all: commands},
  workspace: {getConfiguration: () => ({get: () => process.env.CHOSEN ?? ''})},
  ProgressLocation: {Notification: 15},
  window: {
    showInformationMessage: async (text, options, ...answers) => (say('info', text, options?.detail ?? ''), answers.find((one) => one === process.env.ANSWER)),
    showErrorMessage: async (text) => say('error', text),
    withProgress: (_, work) => work(),
    createTerminal: ({name, env}) => ({show: () => say('terminal', name, env.PATH), sendText: (text, runs) => say('typed', text, runs)}),
  },
};
`;
/** Loads an extension and carries out one of its commands. */
export const host = `const vscode = require('vscode');
const context = {subscriptions: [], globalStorageUri: {fsPath: process.env.STORAGE}};
require('./extension.js').activate(context);
vscode.commands.all[process.argv[2]]();
`;
