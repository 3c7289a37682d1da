/*
** interrupt.h - what can happen to the program from outside: signals, closed or full outputs, a
** file that is cut short while it is read. Whatever it is, it ends the program at once, in one
** line, with nothing half written. Owns the handlers; only the program has them, not the library.
*/
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

/* Before anything is opened: no file may get the number of a standard stream that is closed. */
void interrupt_prepare(void);
/* The file that is mapped from now on; named when it is cut short. */
void interrupt_reading(const char *path);
/* At the end: `code`, or EXIT_DATA with a complaint when not all of stdout could be written. */
int interrupt_finish(int code);

#endif
