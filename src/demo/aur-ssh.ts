/** What the simulated AUR says over SSH. */
type SshReply = {readonly text: string; readonly code: number};

const commands = [
  'adopt',
  'comment',
  'disown',
  'flag',
  'help',
  'list-repos',
  'restore',
  'set-comaintainers',
  'set-keywords',
  'setup-repo',
  'unflag',
];

/** Answers one command as the AUR does to whoever has the key of this world; `account` is whose it is. */
export const answerAurSsh = (knownKey: string | undefined, account: string, key: string, command: string): SshReply => {
  if (knownKey === undefined || key.trim() !== knownKey.trim())
    return {text: 'aur@aur.archlinux.org: Permission denied (publickey).', code: 255};
  if (command === '')
    return {
      text: `Welcome to AUR, ${account}! Interactive shell is disabled.\nTry \`ssh aur@aur.archlinux.org help\` for a list of commands.`,
      code: 1,
    };
  if (command === 'help') return {text: ['Commands:', ...commands.map((one) => `  ${one}`)].join('\n'), code: 0};
  return {text: `${command}: invalid command: ${command}`, code: 1};
};
