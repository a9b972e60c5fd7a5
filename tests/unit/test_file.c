#include "t.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fail_alloc.h"
#include "file.h"

/* Every test runs in a folder of its own, which is the current one. */
static char scratch[64];

static void run(const char *command)
{
    assert_int_equal(system(command), 0);
}

static int enter_scratch(void **state)
{
    (void)state;
    strcpy(scratch, "/tmp/pact-test-file-XXXXXX");
    alarm(60); /* a hang is a failure */
    return mkdtemp(scratch) == NULL || chdir(scratch) != 0;
}

static int leave_scratch(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "chmod -R u+rwx '%s'; rm -rf '%s'", scratch, scratch);
    return chdir("/") != 0 || system(command) != 0;
}

static void put(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void check_content(const char *path, const char *expected)
{
    char text[256];
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    const size_t n = fread(text, 1, sizeof text - 1, f);
    text[n] = '\0';
    fclose(f);
    assert_string_equal(text, expected);
}

/* The only diagnostic says so; forgets it. */
static void check_diag(struct diags *d, enum diag_code code, const char *message)
{
    assert_int_equal(d->n, 1);
    assert_int_equal(d->items[0].code, code);
    assert_string_equal(d->items[0].message, message);
    assert_null(d->items[0].place.file);
    diags_done(d);
}

/* --- reading --- */

static void check_read(const char *path, size_t max, const char *expected)
{
    struct buf b = {0};
    struct diags d = {0};
    buf_puts(&b, "before ");
    assert_int_equal(file_read(path, max, &b, &d), ST_OK);
    assert_int_equal(d.n, 0);
    assert_int_equal(b.n, 7 + strlen(expected));
    assert_string_equal(b.data + 7, expected);
    buf_done(&b);
}

static void check_not_read(const char *path, size_t max, const char *message)
{
    struct buf b = {0};
    struct diags d = {0};
    buf_puts(&b, "before");
    assert_int_equal(file_read(path, max, &b, &d), ST_IO);
    assert_string_equal(b.data, "before");
    assert_int_equal(b.n, 6);
    assert_false(b.failed);
    check_diag(&d, DIAG_CANNOT_READ, message);
    buf_done(&b);
    if (strcmp(path, "-") == 0)
        return;
    assert_int_equal(file_open(path, max, &d), -1);
    check_diag(&d, DIAG_CANNOT_READ, message);
}

static void test_read(void **state)
{
    (void)state;
    put("a", "some text\n");
    put("empty", "");
    check_read("a", 0, "some text\n");
    check_read("a", 10, "some text\n");
    check_not_read("a", 9, "cannot read 'a': it is larger than 9 bytes");
    check_read("empty", 0, "");
    check_read("empty", 1, "");
    struct diags d = {0};
    const int fd = file_open("a", 10, &d);
    assert_true(fd >= 0);
    assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    close(fd);
}

static void test_read_large(void **state)
{
    (void)state;
    run("head -c 3000000 /dev/zero | tr '\\0' x > large");
    struct buf b = {0};
    struct diags d = {0};
    fail_alloc_at(0, false);
    assert_int_equal(file_read("large", 3000000, &b, &d), ST_OK);
    assert_int_equal(fail_alloc_count(), 1); /* the size is known beforehand */
    fail_alloc_off();
    assert_int_equal(b.n, 3000000);
    assert_int_equal(strspn(b.data, "x"), 3000000);
    buf_done(&b);
}

/* The bound of the buffer counts as well, and the file that just fits is read. */
static void test_read_into_a_bounded_buffer(void **state)
{
    (void)state;
    put("a", "0123456789");
    for (size_t max = 1; max < 20; max++) {
        struct buf b;
        struct diags d = {0};
        buf_init(&b, max);
        const enum status status = file_read("a", 0, &b, &d);
        assert_int_equal(status, max >= 10 ? ST_OK : ST_IO);
        assert_int_equal(b.n, max >= 10 ? 10 : 0);
        diags_done(&d);
        buf_done(&b);
    }
}

/* Files of /proc say that they have no bytes, and have some: stands for a file that grows. */
static void test_read_a_file_larger_than_it_says(void **state)
{
    (void)state;
    struct buf b = {0};
    struct diags d = {0};
    assert_int_equal(file_read("/proc/self/status", 0, &b, &d), ST_OK);
    assert_true(b.n > 100);
    buf_done(&b);
    buf_puts(&b, "before");
    assert_int_equal(file_read("/proc/self/status", 50, &b, &d), ST_IO);
    assert_string_equal(b.data, "before");
    check_diag(&d, DIAG_CANNOT_READ, "cannot read '/proc/self/status': it is larger than 50 bytes");
    buf_done(&b);
}

static void test_not_regular(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(mkdir("folder", 0700), 0);
    const int s = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "socket"};
    assert_int_equal(bind(s, (struct sockaddr *)&name, sizeof name), 0);
    assert_int_equal(symlink("loop", "loop"), 0);
    assert_int_equal(symlink("fifo", "to-fifo"), 0);
    check_not_read("fifo", 0, "cannot read 'fifo': not a regular file");
    check_not_read("to-fifo", 0, "cannot read 'to-fifo': not a regular file");
    check_not_read("socket", 0, "cannot read 'socket': not a regular file");
    check_not_read("/dev/zero", 0, "cannot read '/dev/zero': not a regular file");
    check_not_read("folder", 0, "cannot read 'folder': is a directory");
    check_not_read("absent", 0, "cannot read 'absent': no such file or directory");
    check_not_read("", 0, "cannot read '': no such file or directory");
    check_not_read("loop", 0, "cannot read 'loop': too many levels of symbolic links");
    close(s);
}

/* Runs `check` with standard input from a descriptor, which it closes. */
static void with_input(int fd, void (*check)(void))
{
    const int saved = dup(STDIN_FILENO);
    assert_true(dup2(fd, STDIN_FILENO) == STDIN_FILENO);
    close(fd);
    check();
    assert_true(dup2(saved, STDIN_FILENO) == STDIN_FILENO);
    close(saved);
}

static int pipe_with(const char *text)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    close(ends[1]);
    return ends[0];
}

static void check_input(void)
{
    check_read("-", 9, "from here");
}

static void check_input_too_large(void)
{
    check_not_read("-", 8, "cannot read 'standard input': it is larger than 8 bytes");
}

static void check_input_is_folder(void)
{
    check_not_read("-", 8, "cannot read 'standard input': is a directory");
}

static void test_standard_input(void **state)
{
    (void)state;
    put("file", "from here");
    with_input(pipe_with("from here"), check_input);
    with_input(open("file", O_RDONLY), check_input);
    with_input(pipe_with("from here"), check_input_too_large);
    with_input(open(".", O_RDONLY), check_input_is_folder);
}

/* A pipe that is not blocking and gets its bytes late, from a child. */
static void test_late_input(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct timespec pause = {.tv_nsec = 50000000};
        nanosleep(&pause, NULL);
        const bool fine = write(ends[1], "from ", 5) == 5 && nanosleep(&pause, NULL) == 0 &&
                          write(ends[1], "here", 4) == 4;
        _exit(fine ? 0 : 1);
    }
    close(ends[1]);
    with_input(ends[0], check_input);
    int result = -1;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
}

static void test_read_failing_memory(void **state)
{
    (void)state;
    put("a", "some text\n");
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct buf b = {0};
            struct diags d = {0};
            fail_alloc_at(k, sticky);
            const enum status status = file_read("a", 0, &b, &d);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(status, reached ? ST_NOMEM : ST_OK);
            assert_int_equal(d.n, reached && !sticky);
            diags_done(&d);
            buf_done(&b);
            if (!reached)
                break;
        }
    }
}

/* --- walking --- */

static const char *const endings[] = {".yaml", ".yml", NULL};
static const char *const except[] = {".checks.yaml", NULL};
static const struct file_names yaml = {endings, except};

/* The list, one path a line; "ST_IO" if that is how it ends. */
static void check_walk(const char *path, size_t max_files, const char *expected)
{
    struct arena a = {0};
    struct diags d = {0};
    struct buf b = {0};
    struct file_list list = {0};
    assert_int_equal(file_walk(&a, path, &yaml, max_files, &list, &d), ST_OK);
    assert_int_equal(d.n, 0);
    assert_true(buf_reserve(&b, 0));
    for (size_t i = 0; i < list.n; i++)
        buf_printf(&b, "%s\n", list.paths[i]);
    assert_string_equal(b.data, expected);
    buf_done(&b);
    arena_done(&a);
}

static void check_no_walk(const char *path, size_t max_files, const char *message)
{
    struct arena a = {0};
    struct diags d = {0};
    struct file_list list = {.n = 77};
    assert_int_equal(file_walk(&a, path, &yaml, max_files, &list, &d), ST_IO);
    assert_int_equal(list.n, 77);
    check_diag(&d, DIAG_CANNOT_READ, message);
    arena_done(&a);
}

static void test_walk_order_and_names(void **state)
{
    (void)state;
    run("mkdir -p c/sub/deeper c/sub.yaml c/.git c/empty;"
        "touch c/b.yaml c/b.checks.yaml c/sub/.checks.yaml c/a.yml c/B.yaml c/a.yaml c/sub/z.yaml "
        "c/sub/deeper/x.yaml c/sub.yaml/y.yml"
        " c/sub-1.yaml c/.hidden.yaml c/.git/x.yaml c/readme.md c/yaml c/.yaml c/x.yaml.bak "
        "c/x.YAML"
        " c/'with space.yaml' c/$(printf '\\303\\251').yaml; mkfifo c/fifo.yaml");
    static const char expected[] = "c/B.yaml\nc/a.yaml\nc/a.yml\nc/b.yaml\nc/sub-1.yaml\n"
                                   "c/sub.yaml/y.yml\nc/sub/deeper/x.yaml\nc/sub/z.yaml\n"
                                   "c/with space.yaml\nc/\xc3\xa9.yaml\n";
    check_walk("c", 0, expected);
    check_walk("c/", 0, expected);
    check_walk("c///", 0, expected);
    check_walk("c/empty", 0, "");
    check_walk("c/sub", 0, "c/sub/deeper/x.yaml\nc/sub/z.yaml\n");
    check_walk("./c/sub", 0, "./c/sub/deeper/x.yaml\n./c/sub/z.yaml\n");
    check_walk("c/.git", 0, "c/.git/x.yaml\n"); /* named outright */
    assert_int_equal(chdir("c/sub"), 0);
    check_walk(".", 0, "./deeper/x.yaml\n./z.yaml\n");
    check_walk("./", 0, "./deeper/x.yaml\n./z.yaml\n");
    check_walk("..", 10,
               "../B.yaml\n../a.yaml\n../a.yml\n../b.yaml\n../sub-1.yaml\n"
               "../sub.yaml/y.yml\n../sub/deeper/x.yaml\n../sub/z.yaml\n"
               "../with space.yaml\n../\xc3\xa9.yaml\n");
}

static void test_walk_a_file(void **state)
{
    (void)state;
    run("touch plain .hidden; mkfifo fifo; ln -s plain link; mkdir folder; ln -s folder to-folder;"
        "touch folder/a.yaml");
    check_walk("plain", 0, "plain\n");
    check_walk("./.hidden", 1, "./.hidden\n");
    check_walk("link", 0, "link\n");
    check_walk("-", 0, "-\n");
    check_walk("to-folder", 0, "to-folder/a.yaml\n"); /* named outright */
    check_no_walk("absent", 0, "cannot read 'absent': no such file or directory");
    check_no_walk("plain/", 0, "cannot read 'plain/': not a directory");
    check_no_walk("fifo", 0, "cannot read 'fifo': neither a regular file nor a folder");
    check_no_walk("", 0, "cannot read '': no such file or directory");
}

static void test_walk_links(void **state)
{
    (void)state;
    run("mkdir -p c/sub; touch c/sub/real.yaml outside.yaml c/data; ln -s sub/real.yaml "
        "c/link.yaml;"
        "ln -s data c/data.yaml; ln -s ../data c/sub/up.yaml; ln -s sub c/folder;"
        "ln -s . c/self; ln -s .. c/loop.yaml; ln -s \"$PWD/c/data\" c/absolute.yml");
    check_walk("c", 0,
               "c/absolute.yml\nc/data.yaml\nc/link.yaml\nc/sub/real.yaml\nc/sub/up.yaml\n");
    run("ln -s ../outside.yaml c/out.yaml");
    check_no_walk("c", 0, "cannot read 'c/out.yaml': a symbolic link to a file outside of 'c'");
    check_walk("c/out.yaml", 0, "c/out.yaml\n");
    run("rm c/out.yaml; touch cc; ln -s ../cc c/near.yaml"); /* c is a prefix of its name */
    check_no_walk("c", 0, "cannot read 'c/near.yaml': a symbolic link to a file outside of 'c'");
    run("rm c/near.yaml; ln -s nowhere c/dangling.yaml");
    check_no_walk("c", 0, "cannot read 'c/dangling.yaml': no such file or directory");
    run("rm c/dangling.yaml; ln -s nowhere c/dangling.txt"); /* not asked for */
    check_no_walk("c/sub", 0,
                  "cannot read 'c/sub/up.yaml': a symbolic link to a file outside of 'c/sub'");
    run("rm c/sub/up.yaml");
    check_walk("c/", 0, "c/absolute.yml\nc/data.yaml\nc/link.yaml\nc/sub/real.yaml\n");
}

static void test_walk_bounds(void **state)
{
    (void)state;
    run("mkdir c; touch c/1.yaml c/2.yaml c/3.yaml");
    check_walk("c", 3, "c/1.yaml\nc/2.yaml\nc/3.yaml\n");
    struct arena a = {0};
    struct diags d = {0};
    struct file_list list;
    assert_int_equal(file_walk(&a, "c", &yaml, 2, &list, &d), ST_INVALID);
    check_diag(&d, DIAG_LIMIT, "more than 2 files in 'c'");
    arena_done(&a);

    char path[512] = "d";
    assert_int_equal(mkdir(path, 0700), 0);
    for (int i = 0; i < 64; i++) {
        strcat(path, "/d");
        assert_int_equal(mkdir(path, 0700), 0);
    }
    char file[600];
    char expected[700];
    snprintf(file, sizeof file, "%s/x.yaml", path);
    snprintf(expected, sizeof expected, "%s\n", file);
    put(file, "");
    check_walk("d", 0, expected);
    strcat(path, "/d");
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(expected, sizeof expected, "cannot read '%s': folders are nested deeper than 64",
             path);
    check_no_walk("d", 0, expected);
}

/* All that is wrong is reported, not only the first of it. */
static void test_walk_goes_on(void **state)
{
    (void)state;
    struct arena a = {0};
    struct diags d = {0};
    struct file_list list;
    run("mkdir c; ln -s x c/1.yaml; ln -s x c/2.yaml");
    assert_int_equal(file_walk(&a, "c", &yaml, 0, &list, &d), ST_IO);
    assert_int_equal(d.n, 2);
    diags_done(&d);
    arena_done(&a);
}

/* As root nothing is unreadable, so that is left for the time. */
static void test_walk_without_permission(void **state)
{
    (void)state;
    run("chmod 755 .; mkdir -m 755 c; mkdir -m 000 c/closed; touch c/a.yaml");
    const bool root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(65534), 0);
    check_no_walk("c", 0, "cannot read 'c/closed': permission denied");
    check_not_read("c/closed/x", 0, "cannot read 'c/closed/x': permission denied");
    if (root)
        assert_int_equal(seteuid(0), 0);
}

static void test_walk_failing_memory(void **state)
{
    (void)state;
    run("mkdir -p c/d/e c/f; for i in 1 2 3 4 5 6 7 8 9; do"
        " touch c/a$i.yaml c/a$i$i.yaml c/d/b$i.yaml c/d/e/c$i.yaml; done; ln -s d/b1.yaml "
        "c/l.yaml");
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct arena a = {0};
            struct diags d = {0};
            struct file_list list;
            fail_alloc_at(k, sticky);
            const enum status status = file_walk(&a, "c", &yaml, 0, &list, &d);
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(status, reached ? ST_NOMEM : ST_OK);
            assert_int_equal(d.errors, reached);
            if (!reached)
                assert_int_equal(list.n, 37);
            diags_done(&d);
            arena_done(&a);
            if (!reached)
                break;
        }
    }
}

/* --- writing --- */

static void check_only(const char *names)
{
    char command[256];
    snprintf(command, sizeof command, "test \"$(ls -A | tr '\\n' ' ')\" = '%s'", names);
    run(command);
}

static mode_t mode_of(const char *path)
{
    struct stat s;
    assert_int_equal(stat(path, &s), 0);
    return s.st_mode & 07777;
}

static void write_file(const char *path, const char *text)
{
    struct file_writer w;
    struct diags d = {0};
    assert_int_equal(file_create(&w, path, &d), ST_OK);
    file_write(&w, text, strlen(text));
    assert_int_equal(file_commit(&w, &d), ST_OK);
    assert_null(w.path);
    assert_int_equal(d.n, 0);
    file_abort(&w); /* harmless */
}

static void test_write_new(void **state)
{
    (void)state;
    const mode_t mask = umask(027);
    write_file("new", "text");
    umask(mask);
    check_content("new", "text");
    assert_int_equal(mode_of("new"), 0640);
    char absolute[128];
    snprintf(absolute, sizeof absolute, "%s/other", scratch);
    write_file(absolute, "");
    check_content("other", "");
    check_only("new other ");
}

static void test_write_over(void **state)
{
    (void)state;
    struct file_writer w;
    struct diags d = {0};
    put("a", "old");
    assert_int_equal(chmod("a", 0604), 0);
    assert_int_equal(file_create(&w, "a", &d), ST_OK);
    file_write(&w, "ne", 2);
    file_write(&w, "w", 1);
    check_content("a", "old");
    assert_int_equal(file_commit(&w, &d), ST_OK);
    check_content("a", "new");
    assert_int_equal(mode_of("a"), 0604);
    check_only("a ");
}

static void test_abort(void **state)
{
    (void)state;
    struct file_writer w;
    struct diags d = {0};
    put("a", "old");
    assert_int_equal(file_create(&w, "a", &d), ST_OK);
    file_write(&w, "new", 3);
    file_abort(&w);
    file_abort(&w);
    check_content("a", "old");
    check_only("a ");
    struct file_writer zeroed = {0};
    file_abort(&zeroed); /* must not close descriptor 0 */
    assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
}

/* Two writers of one file at a time: the later commit wins, and each is whole. */
static void test_two_writers(void **state)
{
    (void)state;
    struct file_writer v;
    struct file_writer w;
    struct diags d = {0};
    assert_int_equal(file_create(&v, "a", &d), ST_OK);
    assert_int_equal(file_create(&w, "a", &d), ST_OK);
    file_write(&v, "first", 5);
    file_write(&w, "second", 6);
    assert_int_equal(file_commit(&w, &d), ST_OK);
    check_content("a", "second");
    assert_int_equal(file_commit(&v, &d), ST_OK);
    check_content("a", "first");
    check_only("a ");
}

static void test_failed_write_leaves_the_old_file(void **state)
{
    (void)state;
    struct file_writer w;
    struct diags d = {0};
    struct rlimit limit;
    put("a", "old");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const struct rlimit tight = {.rlim_cur = 100, .rlim_max = limit.rlim_max};
    assert_int_equal(file_create(&w, "a", &d), ST_OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    char block[150] = {0};
    file_write(&w, block, sizeof block); /* a short write of 100, then the failure */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(w.error, EFBIG);
    file_write(&w, "x", 1); /* the failure sticks */
    assert_int_equal(file_commit(&w, &d), ST_IO);
    check_diag(&d, DIAG_CANNOT_WRITE, "cannot write 'a': file too large");
    file_abort(&w);
    check_content("a", "old");
    check_only("a ");
}

static void test_failed_rename_leaves_nothing(void **state)
{
    (void)state;
    struct file_writer w;
    struct diags d = {0};
    assert_int_equal(file_create(&w, "a", &d), ST_OK);
    assert_int_equal(mkdir("a", 0700), 0); /* in its way by now */
    assert_int_equal(file_commit(&w, &d), ST_IO);
    check_diag(&d, DIAG_CANNOT_WRITE, "cannot write 'a': is a directory");
    file_abort(&w);
    check_only("a ");
}

static void test_write_through_a_link(void **state)
{
    (void)state;
    put("real", "old");
    run("mkdir d; ln -s ../real d/link");
    write_file("d/link", "new");
    check_content("real", "new");
    run("test -L d/link && test ! -L real && test \"$(ls -A d)\" = link");
}

static void check_not_created(const char *path, const char *message)
{
    struct file_writer w;
    struct diags d = {0};
    assert_int_equal(file_create(&w, path, &d), ST_IO);
    check_diag(&d, DIAG_CANNOT_WRITE, message);
    file_abort(&w);
}

static void test_not_created(void **state)
{
    (void)state;
    run("mkdir d; touch f; ln -s nowhere dangling; ln -s d to-folder; ln -s loop loop");
    check_not_created("d", "cannot write 'd': is a directory");
    check_not_created("d/", "cannot write 'd/': is a directory");
    check_not_created("to-folder", "cannot write 'to-folder': is a directory");
    check_not_created("absent/x", "cannot write 'absent/x': no such file or directory");
    check_not_created("f/x", "cannot write 'f/x': not a directory");
    check_not_created("dangling", "cannot write 'dangling': no such file or directory");
    check_not_created("loop", "cannot write 'loop': too many levels of symbolic links");
    check_not_created("", "cannot write '': no such file or directory");
    check_only("d dangling f loop to-folder ");
}

static void test_write_without_permission(void **state)
{
    (void)state;
    run("chmod 755 .; mkdir -m 555 closed; mkdir -m 777 open; echo old > open/a; chmod 444 open/a");
    const bool root = geteuid() == 0;
    if (root)
        assert_int_equal(seteuid(65534), 0);
    check_not_created("closed/x", "cannot write 'closed/x': permission denied");
    if (root)
        assert_int_equal(seteuid(0), 0);
    if (!root)
        check_not_created("open/a", "cannot write 'open/a': permission denied");
    check_content("open/a", "old\n");
}

/* What is no regular file is not replaced but written to. */
static void test_write_to_a_device(void **state)
{
    (void)state;
    struct file_writer w;
    struct diags d = {0};
    write_file("/dev/null", "text");
    struct stat s;
    assert_int_equal(stat("/dev/null", &s), 0);
    assert_true(S_ISCHR(s.st_mode));
    assert_int_equal(file_create(&w, "/dev/full", &d), ST_OK);
    file_write(&w, "x", 1);
    assert_int_equal(file_commit(&w, &d), ST_IO);
    check_diag(&d, DIAG_CANNOT_WRITE, "cannot write '/dev/full': no space left on device");
    file_abort(&w);
    assert_int_equal(stat("/dev/full", &s), 0);
    check_only("");
}

static void test_write_failing_memory(void **state)
{
    (void)state;
    put("a", "old");
    for (int sticky = 0; sticky < 2; sticky++) {
        for (size_t k = 1;; k++) {
            struct file_writer w;
            struct diags d = {0};
            fail_alloc_at(k, sticky);
            enum status status = file_create(&w, "a", &d);
            if (status == ST_OK) {
                file_write(&w, "new", 3);
                status = file_commit(&w, &d);
            }
            const bool reached = fail_alloc_count() >= k;
            fail_alloc_off();
            assert_int_equal(status, reached ? ST_NOMEM : ST_OK);
            check_content("a", reached ? "old" : "new");
            file_abort(&w);
            diags_done(&d);
            check_only("a ");
            if (!reached)
                break;
        }
        put("a", "old");
    }
}

/* --- descriptors --- */

static void test_write_all_failing(void **state)
{
    (void)state;
    int ends[2];
    const int full = open("/dev/full", O_WRONLY);
    assert_int_equal(fd_write_all(full, "x", 1), ENOSPC);
    assert_int_equal(fd_write_all(full, NULL, 0), 0);
    close(full);
    assert_int_equal(fd_write_all(-1, "x", 1), EBADF);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(fd_write_all(ends[1], "x", 1), EPIPE);
    close(ends[1]);
}

/* A pipe takes 64 KiB at a time, here without blocking, and signals come in between. */
static void on_alarm(int number)
{
    (void)number;
}

static void test_write_all_in_pieces(void **state)
{
    (void)state;
    static char bytes[1000000];
    int ends[2];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i % 251);
    for (int blocking = 0; blocking < 2; blocking++) {
        assert_int_equal(pipe(ends), 0);
        if (!blocking)
            assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            const struct timespec pause = {.tv_nsec = 2000000};
            char piece[10007];
            size_t at = 0;
            close(ends[1]);
            for (ssize_t n; (n = read(ends[0], piece, sizeof piece)) > 0; at += (size_t)n) {
                nanosleep(&pause, NULL);
                kill(getppid(), SIGUSR1);
                if (memcmp(piece, bytes + at, (size_t)n) != 0)
                    _exit(1);
            }
            _exit(at == sizeof bytes ? 0 : 2);
        }
        const struct sigaction action = {.sa_handler = on_alarm}; /* no SA_RESTART: EINTR shows */
        assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
        close(ends[0]);
        assert_int_equal(fd_write_all(ends[1], bytes, sizeof bytes), 0);
        close(ends[1]);
        int result = -1;
        while (waitpid(child, &result, 0) != child)
            assert_int_equal(errno, EINTR);
        assert_int_equal(result, 0);
    }
}

#define IN_SCRATCH(test) cmocka_unit_test_setup_teardown(test, enter_scratch, leave_scratch)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_SCRATCH(test_read),
        IN_SCRATCH(test_read_large),
        IN_SCRATCH(test_read_into_a_bounded_buffer),
        IN_SCRATCH(test_read_a_file_larger_than_it_says),
        IN_SCRATCH(test_not_regular),
        IN_SCRATCH(test_standard_input),
        IN_SCRATCH(test_late_input),
        IN_SCRATCH(test_read_failing_memory),
        IN_SCRATCH(test_walk_order_and_names),
        IN_SCRATCH(test_walk_a_file),
        IN_SCRATCH(test_walk_links),
        IN_SCRATCH(test_walk_bounds),
        IN_SCRATCH(test_walk_goes_on),
        IN_SCRATCH(test_walk_without_permission),
        IN_SCRATCH(test_walk_failing_memory),
        IN_SCRATCH(test_write_new),
        IN_SCRATCH(test_write_over),
        IN_SCRATCH(test_abort),
        IN_SCRATCH(test_two_writers),
        IN_SCRATCH(test_failed_write_leaves_the_old_file),
        IN_SCRATCH(test_failed_rename_leaves_nothing),
        IN_SCRATCH(test_write_through_a_link),
        IN_SCRATCH(test_not_created),
        IN_SCRATCH(test_write_without_permission),
        IN_SCRATCH(test_write_to_a_device),
        IN_SCRATCH(test_write_failing_memory),
        IN_SCRATCH(test_write_all_failing),
        IN_SCRATCH(test_write_all_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
