/** Programs that are named as a shell so that nobody gets one: nologin(8), and what Debian's sync and halt accounts run. */
const NO_SHELL = /\/(?:nologin|false|true|sync|shutdown|halt|poweroff|reboot)$/;

/** Whether the shell of a passwd(5) line is one that takes commands; an empty field means /bin/sh. */
export function isLoginShell(shell: string): boolean {
  return !NO_SHELL.test(shell);
}
