/*
 * version.h -- which program this is: its version and the switches it was built with.
 */
#ifndef COMMON_VERSION_H
#define COMMON_VERSION_H

#define REMS_VERSION "0.1.0"

#ifdef REMS_TRAINING
#define VERSION_TRAINING 1
#else
#define VERSION_TRAINING 0
#endif

#ifdef REMS_FAULTS
#define VERSION_FAULTS 1
#else
#define VERSION_FAULTS 0
#endif

#if defined(__SANITIZE_ADDRESS__)
#define VERSION_SANITIZERS 1
#else
#define VERSION_SANITIZERS 0
#endif

#endif
