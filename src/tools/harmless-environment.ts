type Environment = Readonly<Record<string, string | undefined>>;

/* What programs need to find themselves, their user, the screen and the network; everything else may be a secret under any name. */
const needed =
  /^(?:PATH|PATHEXT|HOME|USER|USERNAME|LOGNAME|SHELL|LANG|LANGUAGE|TZ|PWD|TERM|COLORTERM|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|DBUS_SESSION_BUS_ADDRESS|BROWSER|TMPDIR|TMP|TEMP|WSL_DISTRO_NAME|WSL_INTEROP|SYSTEMROOT|WINDIR|COMSPEC|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES.*|SSL_CERT_(?:FILE|DIR)|GIT_(?:DIR|WORK_TREE|CEILING_DIRECTORIES|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM))|LC_.*|XDG_.*)$/i;

/** The part of an environment that another program may be started with. */
export const harmlessEnvironment = (env: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && needed.test(entry[0])));
