/*
 * fault.h -- named points at which a test may end the program.
 *
 * Compiled to nothing unless REMS_FAULTS is defined (make FAULTS=1). In such a build the
 * environment variable REMS_FAULT="name=kill" ends the process with SIGKILL at the first pass of
 * that point, "name=kill:3" at the third. Several, separated by commas, are allowed. What is
 * written otherwise ends the program with a message, so that no campaign runs without the fault it
 * means to test.
 */
#ifndef COMMON_FAULT_H
#define COMMON_FAULT_H

#ifdef REMS_FAULTS
void fault_point(const char *name);
#else
#define fault_point(name) ((void)0)
#endif

#endif
