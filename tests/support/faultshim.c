// SPDX-FileCopyrightText: 2026 The Spiritsafe developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Preloaded into a program under test (LD_PRELOAD): makes the N-th call on matching files fail.
//   FAULTSHIM_PATH   a call counts when the file's path contains this text
//   FAULTSHIM_CALL   "open", "write", "fsync", "rename" or "connect" (to a socket)
//   FAULTSHIM_AT     N, from 1; 0: only count
//   FAULTSHIM_UNTIL  the last that fails; absent: only the N-th
//   FAULTSHIM_ERROR  an errno, or "short": half of the bytes are written, and no error is given
//   FAULTSHIM_COUNT  a file that grows by one byte with each call that counts
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static atomic_int calls;

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static void count(void)
{
    const char *file = setting("FAULTSHIM_COUNT");
    if (!*file)
        return;
    const long fd =
        syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0)
        return;
    syscall(SYS_write, fd, "x", 1);
    syscall(SYS_close, fd);
}

// 0: let it pass; -1: make it short; else the errno to fail with.
static int faultFor(const char *call, const char *path)
{
    const char *wanted = setting("FAULTSHIM_PATH");
    if (!*wanted || !path || !strstr(path, wanted) || strcmp(setting("FAULTSHIM_CALL"), call) != 0)
        return 0;
    count();
    const int number = ++calls;
    const int first = atoi(setting("FAULTSHIM_AT"));
    const int last = *setting("FAULTSHIM_UNTIL") ? atoi(setting("FAULTSHIM_UNTIL")) : first;
    if (first < 1 || number < first || number > last)
        return 0;
    const char *error = setting("FAULTSHIM_ERROR");
    return strcmp(error, "short") == 0 ? -1 : atoi(error);
}

static int faultForDescriptor(const char *call, int fd)
{
    char link[64];
    char path[PATH_MAX + 1];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX);
    if (size < 0)
        return 0;
    path[size] = '\0';
    return faultFor(call, path);
}

static void *next(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

#define FAIL_IF(fault)                                                                             \
    if ((fault) > 0) {                                                                             \
        errno = (fault);                                                                           \
        return -1;                                                                                 \
    }

#define OPEN(name, parameters, arguments)                                                          \
    int name parameters                                                                            \
    {                                                                                              \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(list, mode_t) : 0;            \
        va_end(list);                                                                              \
        const int fault = faultFor("open", path);                                                  \
        FAIL_IF(fault)                                                                             \
        return ((int(*) parameters)next(#name))arguments;                                          \
    }
OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))

#define WRITE(name, parameters, whole, half)                                                       \
    ssize_t name parameters                                                                        \
    {                                                                                              \
        const int fault = faultForDescriptor("write", fd);                                         \
        FAIL_IF(fault)                                                                             \
        ssize_t(*real) parameters = (ssize_t(*) parameters)next(#name);                            \
        return fault < 0 && size > 1 ? real half : real whole;                                     \
    }
WRITE(write, (int fd, const void *data, size_t size), (fd, data, size), (fd, data, size / 2))
WRITE(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at),
    (fd, data, size / 2, at))
WRITE(pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at),
    (fd, data, size / 2, at))

#define SYNC(name)                                                                                 \
    int name(int fd)                                                                               \
    {                                                                                              \
        const int fault = faultForDescriptor("fsync", fd);                                         \
        FAIL_IF(fault)                                                                             \
        return ((int (*)(int))next(#name))(fd);                                                    \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to)
{
    const int fault = faultFor("rename", to);
    FAIL_IF(fault)
    return ((int (*)(const char *, const char *))next("rename"))(from, to);
}

int renameat2(int fromFolder, const char *from, int toFolder, const char *to, unsigned flags)
{
    const int fault = faultFor("rename", to);
    FAIL_IF(fault)
    return ((int (*)(int, const char *, int, const char *, unsigned))next("renameat2"))(
        fromFolder, from, toFolder, to, flags);
}

// QSaveFile gives a nameless file its name with it.
int linkat(int fromFolder, const char *from, int toFolder, const char *to, int flags)
{
    const int fault = faultFor("rename", to);
    FAIL_IF(fault)
    return ((int (*)(int, const char *, int, const char *, int))next("linkat"))(
        fromFolder, from, toFolder, to, flags);
}

int connect(int fd, const struct sockaddr *to, socklen_t size)
{
    const int fault = to->sa_family == AF_UNIX
        ? faultFor("connect", ((const struct sockaddr_un *)to)->sun_path)
        : 0;
    FAIL_IF(fault)
    return ((int (*)(int, const struct sockaddr *, socklen_t))next("connect"))(fd, to, size);
}
