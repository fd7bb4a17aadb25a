import { bytes, ended } from './phrases.ts';
import { safeLine as safe } from './safe-line.ts';
import type { Sentences } from './sentences.ts';

/** Looking at the host. */
export const readingSentences: Sentences<
  | 'unreadable'
  | 'not-root'
  | 'malformed'
  | 'too-large'
  | 'link-loop'
  | 'not-a-directory'
  | 'command-failed'
  | 'not-observable'
  | 'tool-missing'
> = {
  unreadable: ({ path, why }) =>
    `${safe(path)} cannot be read: ${ended(why)} Make it readable, then try again.`,
  'not-root': ({ path }) => `${safe(path)} can be read by root only. Run the command with sudo.`,
  malformed: ({ path, line, why }) =>
    `${safe(path)}:${line} cannot be understood: ${ended(why)} Correct that line; Holdfast does not touch a file it cannot read.`,
  'too-large': ({ path, size, limit }) =>
    `${safe(path)} has ${bytes(size)}, more than the ${bytes(limit)} that Holdfast reads of one file. Check whether this is the right file.`,
  'link-loop': ({ path }) => `${safe(path)} is a symbolic link that leads back to itself. Correct the link.`,
  'not-a-directory': ({ path }) =>
    `${safe(path)} should be a directory and is not. Move what is there out of the way.`,
  'command-failed': ({ command, why }) =>
    `The command "${safe(command)}" failed: ${ended(why)} Run it by hand to see more.`,
  'not-observable': ({ what }) =>
    `${safe(what)} cannot be looked at here: an image or a snapshot does not run. Look on the running host.`,
  'tool-missing': ({ tool, package: name, what }) =>
    `${safe(tool)} is missing, which is needed to ${safe(what)}. Install it: apt-get install ${safe(name)}`,
};
