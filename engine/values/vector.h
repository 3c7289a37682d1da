/*
** vector.h - marks a hot loop that is compiled for several processors; the right one is chosen
** when the program starts. The loop must be one that the compiler can vectorise by itself.
*/
#ifndef VALUES_VECTOR_H
#define VALUES_VECTOR_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define VECTOR \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), optimize("O3")))
#else
#define VECTOR
#endif

#endif
