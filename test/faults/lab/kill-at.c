/*
 * kill-at: runs a command and counts the system calls by which it, or any process it starts, changes something
 * (mutating-calls.ts). Before the N-th of them is executed, one fault is injected.
 *
 *   kill-at REPORT -- COMMAND...              only counts
 *   kill-at REPORT N FAULT -- COMMAND...
 *
 * FAULT: kill-tree      SIGKILL to all processes at once
 *        kill-process   SIGKILL to the process that makes the call
 *        kill-first     SIGKILL to COMMAND itself, whichever makes the call; the others go on
 *        error=E        the call fails with errno E (a number) without being executed
 *        errors=E       so do all that follow
 *        short          only half of the data is written
 *        shorts         so too for all that follow
 *
 * Only calls that can meet the fault are counted: for `short` those that carry data, for ENOSPC those that may need
 * blocks, for other errors those on files. REPORT gets one JSON object per counted call, then
 * {"counted","fired","status","signal"} (the last two of COMMAND). The status of kill-at is 0 unless it failed itself.
 *
 * It works by a seccomp filter that stops the calls in question for a ptrace(2) tracer: the rest runs at full speed.
 * A fatal signal at such a stop keeps the call from being executed (seccomp(2), SECCOMP_RET_TRACE).
 */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
#error "kill-at knows the registers and call numbers of x86-64 only"
#endif

/* Newer than the headers of Debian 12. */
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif
#ifndef SYS_setxattrat
#define SYS_setxattrat 463
#endif
#ifndef SYS_removexattrat
#define SYS_removexattrat 466
#endif
#ifndef SYS_file_setattr
#define SYS_file_setattr 469
#endif

enum subject { OPEN, PATH, FD, IOCTL, SOCKET_PATH, NETLINK, SIGNAL, SYSTEM };

struct call {
	long number;
	const char *name;
	enum subject subject;
	int at, directory, flags, allocates, length;
};

#define CALL(name, subject, at, directory, flags, allocates, length) \
	{ SYS_##name, #name, subject, at, directory, flags, allocates, length },
static const struct call calls[] = {
#include "mutating-calls.h"
};
#define CALLS (sizeof calls / sizeof *calls)

/* O_TMPFILE includes O_DIRECTORY, which alone changes nothing. */
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))

enum fault { NONE, KILL_TREE, KILL_PROCESS, KILL_FIRST, ERROR, SHORT };

static enum fault fault = NONE;
static int fault_errno;
static int from_then_on;
static long fault_at;

static long counted;
static int fired;
static FILE *report;

struct tracee {
	pid_t tid, tgid;
	int restore;
	struct user_regs_struct saved;
};
#define MAX_TRACEES 4096
static struct tracee tracees[MAX_TRACEES];
static int tracee_count;
/* In the order of their appearance; their place is how the report names them. */
static pid_t processes[65536];
static int process_count;
static int dying;

static void die(const char *what)
{
	fprintf(stderr, "kill-at: %s: %s\n", what, strerror(errno));
	exit(125);
}

static void die_of(const char *why)
{
	fprintf(stderr, "kill-at: %s\n", why);
	exit(125);
}

/* ---- The traced side ---- */

#define MAX_FILTER 1024
static struct sock_filter filter[MAX_FILTER];
static int filter_length;

static void add(struct sock_filter instruction)
{
	if (filter_length == MAX_FILTER) die_of("filter too long");
	filter[filter_length++] = instruction;
}

#define STATEMENT(code, k) add((struct sock_filter)BPF_STMT(code, k))
#define JUMP(code, k, yes, no) add((struct sock_filter)BPF_JUMP(code, k, yes, no))
#define LOAD(offset) STATEMENT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ANSWER(what) STATEMENT(BPF_RET | BPF_K, what)

static void install_filter(void)
{
	LOAD(offsetof(struct seccomp_data, arch));
	JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
	ANSWER(SECCOMP_RET_KILL_PROCESS); /* 32-bit calls have other numbers: better dead than unseen */
	LOAD(offsetof(struct seccomp_data, nr));
	JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
	ANSWER(SECCOMP_RET_KILL_PROCESS); /* x32 likewise */
	JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 0, 1);
	ANSWER(SECCOMP_RET_ERRNO | ENOSYS); /* io_uring would go past us */
	for (size_t i = 0; i < CALLS; i++) {
		if (calls[i].subject == OPEN && calls[i].flags >= 0) {
			JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 4);
			LOAD(offsetof(struct seccomp_data, args) + 8 * calls[i].flags);
			JUMP(BPF_JMP | BPF_JSET | BPF_K, WRITING, 0, 1);
			ANSWER(SECCOMP_RET_TRACE | i);
			ANSWER(SECCOMP_RET_ALLOW);
		} else {
			JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i].number, 0, 1);
			ANSWER(SECCOMP_RET_TRACE | i);
		}
	}
	ANSWER(SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = filter_length, .filter = filter };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) die("seccomp (needs root)");
}

static void be_traced(char **command)
{
	raise(SIGSTOP); /* until the tracer has seized us */
	install_filter();
	execvp(command[0], command);
	die(command[0]);
}

/* ---- Looking at a stopped tracee ---- */

static unsigned long argument(const struct user_regs_struct *regs, int index)
{
	switch (index) {
	case 0: return regs->rdi;
	case 1: return regs->rsi;
	case 2: return regs->rdx;
	case 3: return regs->r10;
	case 4: return regs->r8;
	default: return regs->r9;
	}
}

static void set_argument(struct user_regs_struct *regs, int index, unsigned long value)
{
	switch (index) {
	case 0: regs->rdi = value; return;
	case 1: regs->rsi = value; return;
	case 2: regs->rdx = value; return;
	case 3: regs->r10 = value; return;
	case 4: regs->r8 = value; return;
	default: regs->r9 = value; return;
	}
}

static int peek(pid_t tid, unsigned long from, void *into, size_t length)
{
	struct iovec local = { into, length }, remote = { (void *)from, length };
	return process_vm_readv(tid, &local, 1, &remote, 1, 0) == (ssize_t)length;
}

/* Byte by byte over page borders: the string may end just before memory that is not there. */
static int peek_string(pid_t tid, unsigned long from, char *into, size_t size)
{
	size_t done = 0;
	while (from != 0 && done < size) {
		size_t page = 4096 - ((from + done) & 4095);
		size_t length = page < size - done ? page : size - done;
		if (!peek(tid, from + done, into + done, length)) break;
		if (memchr(into + done, 0, length) != NULL) return 1;
		done += length;
	}
	into[0] = 0;
	return 0;
}

/* The path of a descriptor as /proc tells it. */
static void name_descriptor(pid_t tid, int fd, char *into, size_t size)
{
	char link[64];
	snprintf(link, sizeof link, "/proc/%d/fd/%d", tid, fd);
	ssize_t length = readlink(link, into, size - 1);
	into[length < 0 ? 0 : length] = 0;
}

/* The way to a tracee's path from here: its own root, its own working directory, its own /proc/self. */
static void path_from_here(pid_t tid, int directory, const char *path, char *into, size_t size)
{
	if (strncmp(path, "/proc/self/", 11) == 0) snprintf(into, size, "/proc/%d/%s", tid, path + 11);
	else if (strncmp(path, "/proc/thread-self/", 18) == 0) snprintf(into, size, "/proc/%d/%s", tid, path + 18);
	else if (path[0] == '/') snprintf(into, size, "/proc/%d/root%s", tid, path);
	else if (directory == AT_FDCWD) snprintf(into, size, "/proc/%d/cwd/%s", tid, path);
	else snprintf(into, size, "/proc/%d/fd/%d/%s", tid, directory, path);
}

/* A path as a person would name it: descriptors replaced by what they stand for. */
static void name_path(pid_t tid, int directory, const char *path, char *into, size_t size)
{
	char base[PATH_MAX] = "";
	const char *rest = path;
	int fd, length = 0;
	if (sscanf(path, "/proc/self/fd/%d%n", &fd, &length) == 1 && length > 0) {
		name_descriptor(tid, fd, base, sizeof base);
		rest = path + length + (path[length] == '/');
	} else if (path[0] != '/' && directory != AT_FDCWD) {
		name_descriptor(tid, directory, base, sizeof base);
	} else if (path[0] != '/') {
		char link[64];
		snprintf(link, sizeof link, "/proc/%d/cwd", tid);
		ssize_t got = readlink(link, base, sizeof base - 1);
		base[got < 0 ? 0 : got] = 0;
	}
	if (base[0] == 0) snprintf(into, size, "%s", rest);
	else if (rest[0] == 0) snprintf(into, size, "%s", base);
	else snprintf(into, size, "%s/%s", base, rest);
}

/* Pipes, terminals, /dev/null, event descriptors and memory files keep nothing. */
static int keeps_data(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0) return 1;
	return S_ISREG(status.st_mode) || S_ISDIR(status.st_mode) || S_ISBLK(status.st_mode);
}

static int descriptor_counts(pid_t tid, int fd, char *target, size_t size)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/fd/%d", tid, fd);
	name_descriptor(tid, fd, target, size);
	if (target[0] == 0) return 0; /* a bad descriptor: the call fails by itself */
	return strncmp(target, "/memfd:", 7) != 0 && keeps_data(path);
}

static int open_counts(pid_t tid, const struct call *call, const struct user_regs_struct *regs, const char *path)
{
	unsigned long flags = O_WRONLY | O_CREAT | O_TRUNC; /* creat(2) */
	if (call->flags >= 0) flags = argument(regs, call->flags);
	else if (call->number == SYS_openat2) {
		struct open_how how;
		if (!peek(tid, regs->rdx, &how, sizeof how)) return 0;
		flags = how.flags;
	}
	if ((flags & WRITING) == 0 || (flags & O_PATH) != 0) return 0;
	char here[PATH_MAX + 64];
	int directory = call->directory < 0 ? AT_FDCWD : (int)argument(regs, call->directory);
	path_from_here(tid, directory, path, here, sizeof here);
	return keeps_data(here);
}

static int ioctl_counts(pid_t tid, const struct user_regs_struct *regs, char *target, size_t size)
{
	switch ((unsigned int)regs->rsi) {
	case FS_IOC_SETFLAGS:
	case FS_IOC32_SETFLAGS:
	case FS_IOC_FSSETXATTR:
	case FICLONE:
	case FICLONERANGE:
	case FS_IOC_SETVERSION:
		return descriptor_counts(tid, regs->rdi, target, size);
	}
	return 0;
}

static pid_t process_of(pid_t tid);

static int message_changes(int protocol, const struct nlmsghdr *message)
{
	int type = message->nlmsg_type;
	switch (protocol) {
	case NETLINK_ROUTE:
		return type >= 16 && (type & 3) != 2; /* RTM_NEW, DEL, GET, SET in turn; GET only looks */
	case NETLINK_AUDIT:
		return type == 1001 || (type >= 1003 && type <= 1004) || (type >= 1011 && type <= 1012) ||
		       type == 1014 || type == 1015 || type == 1017 || type == 1018;
	case NETLINK_NETFILTER:
		return (message->nlmsg_flags & NLM_F_DUMP) == 0;
	}
	return 0;
}

static int netlink_counts(pid_t tid, const struct call *call, const struct user_regs_struct *regs, char *target,
			  size_t size)
{
	int pidfd = syscall(SYS_pidfd_open, process_of(tid), 0);
	if (pidfd < 0) return 0;
	int fd = syscall(SYS_pidfd_getfd, pidfd, (int)regs->rdi, 0);
	close(pidfd);
	if (fd < 0) return 0;
	int domain = -1, protocol = -1;
	socklen_t length = sizeof(int);
	getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length);
	getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length);
	close(fd);
	if (domain != AF_NETLINK) return 0;
	unsigned long data = regs->rsi;
	if (call->number != SYS_sendto) { /* the first message of a mmsghdr is a msghdr too */
		struct msghdr header;
		struct iovec first;
		if (!peek(tid, regs->rsi, &header, sizeof header)) return 0;
		if (!peek(tid, (unsigned long)header.msg_iov, &first, sizeof first)) return 0;
		data = (unsigned long)first.iov_base;
	}
	struct nlmsghdr message;
	if (!peek(tid, data, &message, sizeof message)) return 0;
	snprintf(target, size, "netlink:%d:%d", protocol, message.nlmsg_type);
	return message_changes(protocol, &message);
}

static int socket_path_counts(pid_t tid, const struct user_regs_struct *regs, char *target, size_t size)
{
	struct sockaddr_un address = { 0 };
	size_t length = regs->rdx < sizeof address ? regs->rdx : sizeof address;
	if (!peek(tid, regs->rsi, &address, length)) return 0;
	if (address.sun_family != AF_UNIX || length <= sizeof(sa_family_t) || address.sun_path[0] == 0) return 0;
	snprintf(target, size, "%.*s", (int)sizeof address.sun_path, address.sun_path);
	return 1;
}

static int signal_counts(pid_t tid, const struct call *call, const struct user_regs_struct *regs, char *target,
			 size_t size)
{
	int own = (call->number == SYS_tgkill && (pid_t)regs->rdi == process_of(tid)) ||
		  (call->number == SYS_tkill && process_of((pid_t)regs->rdi) == process_of(tid));
	/* Never the number of a process: it differs from run to run. */
	snprintf(target, size, "signal:%d", (int)argument(regs, call->at));
	return !own && (int)argument(regs, call->at) != 0;
}

/* Whether this call can change anything; says what. */
static int counts(pid_t tid, const struct call *call, const struct user_regs_struct *regs, char *target, size_t size)
{
	char path[PATH_MAX] = "";
	int directory = call->directory < 0 ? AT_FDCWD : (int)argument(regs, call->directory);
	target[0] = 0;
	switch (call->subject) {
	case OPEN:
		if (!peek_string(tid, argument(regs, call->at), path, sizeof path)) return 0;
		name_path(tid, directory, path, target, size);
		return open_counts(tid, call, regs, path);
	case PATH:
		/* utimensat without a path acts on the descriptor */
		if (argument(regs, call->at) == 0 && call->directory >= 0)
			return descriptor_counts(tid, directory, target, size);
		if (!peek_string(tid, argument(regs, call->at), path, sizeof path)) return 0;
		name_path(tid, directory, path, target, size);
		return 1;
	case FD: return descriptor_counts(tid, argument(regs, call->at), target, size);
	case IOCTL: return ioctl_counts(tid, regs, target, size);
	case SOCKET_PATH: return socket_path_counts(tid, regs, target, size);
	case NETLINK: return netlink_counts(tid, call, regs, target, size);
	case SIGNAL: return signal_counts(tid, call, regs, target, size);
	case SYSTEM: return 1;
	}
	return 0;
}

/* ---- Short writes ---- */

static int is_vector(const struct call *call)
{
	return call->number == SYS_writev || call->number == SYS_pwritev || call->number == SYS_pwritev2;
}

/* Turns a vector of data into its first part, or half of it where it has one only. */
static int shorten_vector(pid_t tid, struct user_regs_struct *regs, const struct call *call)
{
	struct iovec parts[1024];
	size_t count = regs->rdx, total = 0, first = 0;
	if (count == 0 || count > 1024 || !peek(tid, regs->rsi, parts, count * sizeof *parts)) return 0;
	for (size_t i = count; i-- > 0;) {
		total += parts[i].iov_len;
		if (parts[i].iov_len > 0) first = i;
	}
	if (total < 2) return 0;
	int here = call->number == SYS_writev || (call->number == SYS_pwritev2 && (long)regs->r10 == -1);
	regs->orig_rax = here ? SYS_write : SYS_pwrite64;
	regs->rsi = (unsigned long)parts[first].iov_base;
	regs->rdx = parts[first].iov_len == total ? total / 2 : parts[first].iov_len;
	return 1;
}

/* Makes the call carry less data; 0 where it cannot. */
static int shorten(pid_t tid, struct user_regs_struct *regs, const struct call *call)
{
	if (call->length < 0) return 0;
	if (is_vector(call)) return shorten_vector(tid, regs, call);
	unsigned long length = argument(regs, call->length);
	if (length < 2) return 0;
	length /= 2;
	if (call->at != 0 || call->number == SYS_sendfile) {
		/* cp asks for far more than there is, and half of that would still be all */
		char path[64];
		struct stat source;
		snprintf(path, sizeof path, "/proc/%d/fd/%d", tid, (int)argument(regs, call->at == 0 ? 1 : 0));
		if (stat(path, &source) == 0 && S_ISREG(source.st_mode) && source.st_size > 1 &&
		    (unsigned long)source.st_size / 2 < length)
			length = source.st_size / 2;
	}
	set_argument(regs, call->length, length);
	return 1;
}

/* ---- Tracing ---- */

static struct tracee *find(pid_t tid)
{
	for (int i = 0; i < tracee_count; i++)
		if (tracees[i].tid == tid) return &tracees[i];
	return NULL;
}

static struct tracee *tracee_of(pid_t tid)
{
	struct tracee *known = find(tid);
	if (known != NULL) return known;
	if (tracee_count == MAX_TRACEES) die_of("too many processes");
	struct tracee *new = &tracees[tracee_count++];
	*new = (struct tracee){ .tid = tid, .tgid = tid };
	char path[64], line[256];
	snprintf(path, sizeof path, "/proc/%d/status", tid);
	FILE *status = fopen(path, "re");
	while (status != NULL && fgets(line, sizeof line, status) != NULL) sscanf(line, "Tgid: %d", &new->tgid);
	if (status != NULL) fclose(status);
	return new;
}

/* 0 for what is none of ours. */
static pid_t process_of(pid_t tid)
{
	struct tracee *tracee = find(tid);
	return tracee == NULL ? 0 : tracee->tgid;
}

static void forget(pid_t tid)
{
	for (int i = 0; i < tracee_count; i++)
		if (tracees[i].tid == tid) tracees[i] = tracees[--tracee_count];
}

/* Children are numbered when they first make a call that counts. */
static int process_number(pid_t tgid)
{
	for (int i = process_count; i-- > 0;)
		if (processes[i] == tgid) return i;
	if (process_count == sizeof processes / sizeof *processes) die_of("too many processes");
	processes[process_count] = tgid;
	return process_count++;
}

static void print_json_string(const char *text)
{
	fputc('"', report);
	for (const unsigned char *c = (const unsigned char *)text; *c != 0; c++)
		if (*c < 0x20 || *c > 0x7e || *c == '"' || *c == '\\') fprintf(report, "\\u%04x", *c);
		else fputc(*c, report);
	fputc('"', report);
}

static void report_call(pid_t tid, const struct call *call, const char *target)
{
	char link[64], program[PATH_MAX] = "";
	snprintf(link, sizeof link, "/proc/%d/exe", process_of(tid));
	ssize_t length = readlink(link, program, sizeof program - 1);
	program[length < 0 ? 0 : length] = 0;
	fprintf(report, "{\"number\":%ld,\"process\":%d,\"program\":", counted, process_number(process_of(tid)));
	print_json_string(basename(program));
	fprintf(report, ",\"call\":\"%s\",\"target\":", call->name);
	print_json_string(target);
	fprintf(report, "}\n");
}

static void kill_all(void)
{
	dying = 1;
	for (int i = 0; i < tracee_count; i++) kill(tracees[i].tgid, SIGKILL);
}

static void set_registers(pid_t tid, struct user_regs_struct *regs)
{
	if (ptrace(PTRACE_SETREGS, tid, 0, regs) != 0 && errno != ESRCH) die("PTRACE_SETREGS");
}

static void skip_call(pid_t tid, struct user_regs_struct *regs, long result)
{
	regs->orig_rax = -1;
	regs->rax = result;
	set_registers(tid, regs);
}

static int can_meet_fault(pid_t tid, const struct call *call, const struct user_regs_struct *regs)
{
	struct user_regs_struct copy = *regs;
	int on_files = call->subject == OPEN || call->subject == PATH || call->subject == FD || call->subject == IOCTL;
	if (fault == SHORT) return shorten(tid, &copy, call);
	if (fault == ERROR) return on_files && (fault_errno != ENOSPC || call->allocates);
	return 1;
}

/* A stop before a call. Returns how to go on: PTRACE_SYSCALL to stop again when it is done. */
static int before_call(pid_t tid, const struct call *call, pid_t first)
{
	struct user_regs_struct regs;
	char target[2 * PATH_MAX];
	if (ptrace(PTRACE_GETREGS, tid, 0, &regs) != 0) return PTRACE_CONT; /* just died */
	if (!counts(tid, call, &regs, target, sizeof target)) return PTRACE_CONT;
	if (!can_meet_fault(tid, call, &regs)) return PTRACE_CONT;
	counted++;
	report_call(tid, call, target);
	if (fault == NONE || counted < fault_at || (counted > fault_at && !from_then_on)) return PTRACE_CONT;
	fired = 1;
	struct tracee *tracee = tracee_of(tid);
	switch (fault) {
	case KILL_TREE:
		skip_call(tid, &regs, -EINTR);
		kill_all();
		break;
	case KILL_PROCESS:
		skip_call(tid, &regs, -EINTR);
		kill(tracee->tgid, SIGKILL);
		break;
	case KILL_FIRST:
		if (tracee->tgid == first) skip_call(tid, &regs, -EINTR);
		kill(first, SIGKILL);
		break;
	case ERROR: skip_call(tid, &regs, -fault_errno); break;
	case SHORT:
		/* Callers rely on the kernel keeping the argument registers. */
		tracee->saved = regs;
		tracee->restore = 1;
		shorten(tid, &regs, call);
		set_registers(tid, &regs);
		return PTRACE_SYSCALL;
	case NONE: break;
	}
	return PTRACE_CONT;
}

static void after_call(struct tracee *tracee)
{
	struct user_regs_struct regs;
	if (!tracee->restore || ptrace(PTRACE_GETREGS, tracee->tid, 0, &regs) != 0) return;
	tracee->restore = 0;
	tracee->saved.rax = regs.rax;
	set_registers(tracee->tid, &tracee->saved);
}

/* One stop of one tracee; lets it go on. */
static void stopped(pid_t tid, int status, pid_t first)
{
	struct tracee *tracee = tracee_of(tid);
	int signal = WSTOPSIG(status), event = status >> 16;
	long go_on = PTRACE_CONT;
	if (dying) kill(tracee->tgid, SIGKILL); /* born while the others were killed */
	if (event == PTRACE_EVENT_SECCOMP) {
		unsigned long index;
		if (ptrace(PTRACE_GETEVENTMSG, tid, 0, &index) != 0 || index >= CALLS || dying) signal = 0;
		else go_on = before_call(tid, &calls[index], first);
		signal = 0;
	} else if (event == PTRACE_EVENT_STOP) {
		if (signal != SIGTRAP) go_on = PTRACE_LISTEN; /* stopped by job control */
		signal = 0;
	} else if (event != 0) {
		signal = 0;
	} else if (signal == (SIGTRAP | 0x80)) {
		after_call(tracee);
		signal = 0;
	}
	if (ptrace(go_on, tid, 0, signal) != 0 && errno != ESRCH) die("ptrace");
}

static int trace(pid_t first)
{
	int status, first_status = 0;
	for (;;) {
		pid_t tid = waitpid(-1, &status, __WALL);
		if (tid < 0 && errno == EINTR) continue;
		if (tid < 0) break; /* ECHILD: all are gone */
		if (WIFSTOPPED(status)) {
			stopped(tid, status, first);
			continue;
		}
		if (tid == first) first_status = status;
		forget(tid);
	}
	return first_status;
}

static void read_fault(const char *text)
{
	const char *equals = strchr(text, '=');
	if (strcmp(text, "kill-tree") == 0) fault = KILL_TREE;
	else if (strcmp(text, "kill-process") == 0) fault = KILL_PROCESS;
	else if (strcmp(text, "kill-first") == 0) fault = KILL_FIRST;
	else if (strcmp(text, "short") == 0 || strcmp(text, "shorts") == 0) fault = SHORT;
	else if (equals != NULL && strncmp(text, "error", 5) == 0) fault = ERROR;
	else die_of("no such fault");
	from_then_on = strcmp(text, "shorts") == 0 || strncmp(text, "errors=", 7) == 0;
	fault_errno = equals == NULL ? 0 : atoi(equals + 1);
	if (fault == ERROR && fault_errno <= 0) die_of("no such errno");
}

int main(int argc, char **argv)
{
	int at = 2;
	if (argc > 4 && strcmp(argv[2], "--") != 0) {
		fault_at = atol(argv[2]);
		read_fault(argv[3]);
		if (fault_at < 1) die_of("calls are counted from 1");
		at = 4;
	}
	if (argc < at + 2 || strcmp(argv[at], "--") != 0) die_of("usage: kill-at REPORT [N FAULT] -- COMMAND...");
	report = fopen(argv[1], "we");
	if (report == NULL) die(argv[1]);
	pid_t first = fork();
	if (first < 0) die("fork");
	if (first == 0) be_traced(argv + at + 1);
	int status;
	if (waitpid(first, &status, WUNTRACED) != first || !WIFSTOPPED(status)) die("waitpid");
	long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
		       PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE;
	if (ptrace(PTRACE_SEIZE, first, 0, options) != 0) die("PTRACE_SEIZE");
	if (kill(first, SIGCONT) != 0) die("kill");
	process_number(first);
	status = trace(first);
	fprintf(report, "{\"counted\":%ld,\"fired\":%s,", counted, fired ? "true" : "false");
	if (WIFSIGNALED(status)) fprintf(report, "\"status\":null,\"signal\":%d}\n", WTERMSIG(status));
	else fprintf(report, "\"status\":%d,\"signal\":null}\n", WEXITSTATUS(status));
	if (fclose(report) != 0) die(argv[1]);
	return 0;
}
