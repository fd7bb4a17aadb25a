import { arch } from 'node:process';
import { decodeHostText } from '../formats/host-text.ts';
import { Refused } from '../model/refusal.ts';
import { itself } from './descriptor.ts';
import { runProgram } from './run-program.ts';

/**
 * Extended attributes through perl(1)'s syscall function, for hosts without the package attr: Debian and Ubuntu
 * install no getfattr, but cannot be without perl-base, which is Essential. Numbers from the kernel's
 * syscall_64.tbl and asm-generic/unistd.h.
 */
const NUMBERS: { readonly [arch: string]: { set: number; get: number; list: number; remove: number } } = {
  x64: { set: 188, get: 191, list: 194, remove: 197 },
  arm64: { set: 5, get: 8, list: 11, remove: 14 },
};

const PREAMBLE = `
use strict;
my ($number, @rest) = @ARGV;
my $path = '${itself(3)}';
sub give_up { print STDERR $!{ENOTSUP} ? 'Operation not supported' : "$!"; exit 1 }
`;

const READ = `${PREAMBLE}
my $room = 65536;
my $names = "\\0" x $room;
my $length = syscall($number, $path, $names, $room);
give_up() if $length < 0;
for my $name (split /\\0/, substr($names, 0, $length)) {
  my $value = "\\0" x $room;
  my $size = syscall($rest[0] + 0, $path, $name, $value, $room);
  give_up() if $size < 0;
  print unpack('H*', $name), ' ', unpack('H*', substr($value, 0, $size)), "\\n";
}
`;

const WRITE = `${PREAMBLE}
my ($name, $hex) = @rest;
my $value = defined $hex ? pack('H*', $hex) : undef;
my $done = defined $value ? syscall($number, $path, $name, $value, length $value, 0) : syscall($number, $path, $name);
give_up() if $done < 0;
`;

export interface ByPerl {
  /** Values in base64. */
  read(descriptor: number, path: string): Promise<{ readonly [name: string]: string }>;
  /** Null removes it. */
  write(descriptor: number, path: string, name: string, value: string | null): Promise<void>;
}

/** Null on a processor whose system call numbers are not known here. */
export function xattrsByPerl(perl: string): ByPerl | null {
  const numbers = NUMBERS[arch];
  if (numbers === undefined) return null;
  return {
    async read(descriptor, path) {
      const args = ['-MErrno', '-e', READ, String(numbers.list), String(numbers.get)];
      const { status, stdout, stderr } = await runProgram(perl, args, { descriptors: [descriptor] });
      if (status !== 0) {
        if (stderr === 'Operation not supported') return {};
        throw new Refused({ code: 'unreadable', args: { path: path as `/${string}`, why: stderr.trim() } });
      }
      const lines = Buffer.from(stdout).toString('latin1').split('\n').slice(0, -1);
      const pairs = lines.map((line): [string, string] => {
        const [name = '', value = ''] = line.split(' ');
        return [decodeHostText(Buffer.from(name, 'hex')), Buffer.from(value, 'hex').toString('base64')];
      });
      return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    async write(descriptor, path, name, value) {
      const hex = value === null ? [] : [Buffer.from(value, 'base64').toString('hex')];
      const number = value === null ? numbers.remove : numbers.set;
      const args = ['-MErrno', '-e', WRITE, String(number), name, ...hex];
      const { status, stderr } = await runProgram(perl, args, { descriptors: [descriptor] });
      if (status !== 0)
        throw new Refused({ code: 'io', args: { path, call: `setxattr ${name}`, errno: stderr.trim() } });
    },
  };
}
