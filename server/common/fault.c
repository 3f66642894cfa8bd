/*
 * fault.c -- see fault.h. An ordinary build has nothing of this file.
 */
#include "fault.h"

#ifdef REMS_FAULTS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FAULTS_MAX 8

struct fault {
    const char *name;
    size_t name_len;
    unsigned long pass; /* the pass at which it strikes, 1 or more */
    unsigned long passed;
};

static struct fault faults[FAULTS_MAX];
static size_t fault_count;

static void
refuse(const char *text)
{
    fprintf(stderr, "REMS_FAULT: \"%s\" is not name=kill or name=kill:N\n", text);
    abort();
}

/* Read one "name=kill:N"; returns what follows it. */
static const char *
read_fault(const char *text)
{
    const char *equals = strchr(text, '=');
    const char *rest;
    struct fault *fault = &faults[fault_count];

    if (equals == NULL || equals == text || strncmp(equals, "=kill", 5) != 0 ||
        fault_count == FAULTS_MAX)
        refuse(text);
    *fault = (struct fault){.name = text, .name_len = (size_t)(equals - text), .pass = 1};
    rest = equals + 5;
    if (*rest == ':') {
        char *end;
        fault->pass = strtoul(rest + 1, &end, 10);
        if (end == rest + 1 || fault->pass == 0)
            refuse(text);
        rest = end;
    }
    if (*rest != '\0' && *rest != ',')
        refuse(text);
    fault_count++;
    return *rest == ',' ? rest + 1 : rest;
}

static void
read_faults(void)
{
    static int done;
    const char *text = getenv("REMS_FAULT");

    if (done)
        return;
    done = 1;
    while (text != NULL && *text != '\0')
        text = read_fault(text);
}

void
fault_point(const char *name)
{
    read_faults();
    for (size_t i = 0; i < fault_count; i++) {
        struct fault *fault = &faults[i];
        if (strlen(name) != fault->name_len || memcmp(name, fault->name, fault->name_len) != 0)
            continue;
        if (++fault->passed == fault->pass)
            kill(getpid(), SIGKILL);
    }
}

#else
typedef int fault_iso_c_needs_a_declaration;
#endif
