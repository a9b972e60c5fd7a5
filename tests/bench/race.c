/* Commands in turn: race ROUNDS 'COMMAND A'  'COMMAND B' ...
 *
 * Runs each once a round (after two rounds that do not count), with its output thrown away, and prints a line each:
 * the median of its wall time in microseconds, the median over the rounds of its ratio to the first command, its peak
 * memory in KiB, its exit code, and the KiB of the cold file that were in the page cache when it ended, at most. The
 * words of a command are split at blanks; '<FILE' is its standard input, '@FILE' its cold file, which is put out of the
 * page cache before each run. Machines slow down and speed up within minutes: only what ran in the same round is
 * comparable. */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS 4096

extern char **environ;

struct command {
    char **words;
    const char *input, *cold; /* `cold` NULL: none */
    double *micros, *ratios;
    long peak, cached;
    int code;
};

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_size);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void split(struct command *c, char *text)
{
    size_t n = 0;
    c->input = "/dev/null";
    c->words = calloc(WORDS + 1, sizeof *c->words);
    for (char *word = strtok(text, " "); word != NULL && n < WORDS; word = strtok(NULL, " ")) {
        if (*word == '<')
            c->input = word + 1;
        else if (*word == '@')
            c->cold = word + 1;
        else
            c->words[n++] = word;
    }
}

/* Puts the file out of the page cache. */
static void evict(const char *path)
{
    const int fd = open(path, O_RDONLY);
    if (fd < 0 || fsync(fd) != 0 || posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) != 0)
        fprintf(stderr, "race: %s stays in the page cache\n", path);
    close(fd);
}

/* KiB of the file that are in the page cache. */
static long cached(const char *path)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const int fd = open(path, O_RDONLY);
    struct stat st;
    size_t pages = 0;
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0)
        return -1;
    const size_t n = ((size_t)st.st_size + page - 1) / page;
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    unsigned char *there = calloc(n, 1);
    if (map != MAP_FAILED && there != NULL && mincore(map, (size_t)st.st_size, there) == 0)
        for (size_t i = 0; i < n; i++)
            pages += there[i] & 1;
    if (map != MAP_FAILED)
        munmap(map, (size_t)st.st_size);
    free(there);
    close(fd);
    return (long)(pages * page / 1024);
}

/* Wall time in microseconds. */
static double run(struct command *c)
{
    posix_spawn_file_actions_t files;
    struct timespec begin, end;
    struct rusage use;
    pid_t child;
    int status;
    if (c->cold != NULL)
        evict(c->cold);
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, c->input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    if (posix_spawnp(&child, c->words[0], &files, NULL, c->words, environ) != 0) {
        fprintf(stderr, "race: cannot start %s\n", c->words[0]);
        exit(2);
    }
    wait4(child, &status, 0, &use);
    clock_gettime(CLOCK_MONOTONIC, &end);
    posix_spawn_file_actions_destroy(&files);
    c->code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    if (use.ru_maxrss > c->peak)
        c->peak = use.ru_maxrss;
    const long now = c->cold != NULL ? cached(c->cold) : 0;
    if (now > c->cached)
        c->cached = now;
    return (double)(end.tv_sec - begin.tv_sec) * 1e6 + (double)(end.tv_nsec - begin.tv_nsec) / 1e3;
}

int main(int argc, char **argv)
{
    const size_t rounds = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    const size_t n = argc > 2 ? (size_t)argc - 2 : 0;
    struct command *commands = calloc(n + 1, sizeof *commands);
    if (rounds == 0 || commands == NULL) {
        fputs("usage: race ROUNDS 'COMMAND'...\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < n; i++) {
        split(&commands[i], argv[i + 2]);
        commands[i].micros = calloc(rounds, sizeof(double));
        commands[i].ratios = calloc(rounds, sizeof(double));
    }
    const size_t warm = 2;
    for (size_t round = 0; round < rounds + warm; round++) {
        for (size_t i = 0; i < n; i++) {
            const double micros = run(&commands[i]);
            if (round >= warm)
                commands[i].micros[round - warm] = micros;
        }
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rounds; k++)
            commands[i].ratios[k] = commands[i].micros[k] / commands[0].micros[k];
    for (size_t i = 0; i < n; i++)
        printf("%.0f %.4f %ld %d %ld\n", median(commands[i].micros, rounds), median(commands[i].ratios, rounds), commands[i].peak,
               commands[i].code, commands[i].cached);
    return 0;
}
