/* A corpus to start from. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "lib.h"

static const char starter[] =
    "# yaml-language-server: $schema=corpus.schema.json\n"
    "# A corpus for pact: which contract terms apply on date X.\n"
    "# Replace names, days and words with those of your contract; `pact lint` tells what is "
    "amiss.\n"
    "pact: 1\n"
    "agreement: acme-globex\n"
    "title: Acme–Globex distribution agreement\n"
    "complete_through: 2026-01-31          # you vouch for the record through this day\n"
    "\n"
    "parties:\n"
    "  acme: Acme Corporation\n"
    "  globex: Globex Ltd\n"
    "\n"
    "sources:                              # where it can be read\n"
    "  contract-file: {publisher: Acme, title: Distribution agreement, date: 2024-03-01, kind: "
    "primary}\n"
    "\n"
    "instruments:                          # documents that act on clauses\n"
    "  master-2024:\n"
    "    title: Distribution agreement\n"
    "    signed: 2024-02-20                # the parties are bound\n"
    "    announced: 2024-03-01             # others can know\n"
    "    effective: 2024-04-01             # terms start to run\n"
    "    sources: [contract-file]\n"
    "\n"
    "events:                               # what terms depend on beside the calendar\n"
    "  acme-acquired: {title: A third party acquires Acme}   # add `occurred: DAY` once it has\n"
    "\n"
    "clauses:\n"
    "  distribution.exclusivity:\n"
    "    title: Exclusive distribution in Europe\n"
    "    kind: exclusivity\n"
    "    holder: globex                    # who benefits\n"
    "    obligor: acme                     # who is bound\n"
    "    history:                          # oldest first; amendments are added below\n"
    "      - act: establish\n"
    "        by: master-2024\n"
    "        through: 2030                 # the last day in force is 2030-12-31\n"
    "        until: acme-acquired          # or this ends it, if it comes first\n"
    "        terms: {exclusive: true, territory: [EU, UK]}\n"
    "        summary: Globex is the sole distributor in the EU and the UK.\n"
    "\n"
    "  payment.minimum:\n"
    "    title: Minimum purchase\n"
    "    kind: obligation\n"
    "    holder: acme\n"
    "    obligor: globex\n"
    "    history:\n"
    "      - act: establish\n"
    "        by: master-2024\n"
    "        through: 2026                 # the last day in force is 2026-12-31\n"
    "        terms: {units_per_year: 10000, price_eur: undisclosed}\n"
    "        summary: Globex buys at least 10000 units a year.\n";

static enum status complain_write(struct diags *d, const char *path, int error)
{
    const char *hint = error == EEXIST ? "name another folder, or take that file away" : NULL;
    return complain_errno(d, DIAG_CANNOT_WRITE, hint, error, "cannot write '%s'", path);
}

/* Never over a file that is there, not even one that appears meanwhile. */
static enum status write_new(const char *path, const char *text, struct diags *d)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return complain_write(d, path, errno);
    int error = fd_write_all(fd, text, strlen(text));
    if (close(fd) != 0 && error == 0)
        error = errno;
    if (error == 0)
        return ST_OK;
    unlink(path);
    return complain_write(d, path, error);
}

static enum status write_in(const char *dir, const char *name, const char *text, bool may_be_there,
                            struct diags *d)
{
    struct buf path;
    struct stat st;
    buf_init(&path, 0);
    const size_t n = strlen(dir);
    buf_put(&path, dir, n);
    buf_puts(&path, n > 0 && dir[n - 1] == '/' ? "" : "/");
    buf_puts(&path, name);
    enum status status = path.failed ? ST_NOMEM : ST_OK;
    if (status == ST_OK && (!may_be_there || lstat(path.data, &st) != 0))
        status = write_new(path.data, text, d);
    buf_done(&path);
    return status;
}

enum pact_status pact_init(const char *dir, struct pact_diags *diags)
{
    struct diags *d = &diags->d;
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        return api_status(complain_write(d, dir, errno), d);
    enum status status = write_in(dir, "agreement.yaml", starter, false, d);
    if (status == ST_OK)
        status = write_in(dir, "corpus.schema.json", pact_schema_text("corpus"), true, d);
    return api_status(status, d);
}
