/* spreadsheet.h - what is said of a file that somebody will open in Excel or WPS. */
#ifndef CLI_SPREADSHEET_H
#define CLI_SPREADSHEET_H

#include "cli/cli.h"

/* Warn when a spreadsheet does not show so many residents. */
void spreadsheet_warn(int64_t residents);

#endif
