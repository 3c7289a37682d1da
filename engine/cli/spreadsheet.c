/* spreadsheet.c - see spreadsheet.h. */
#include "cli/spreadsheet.h"

#include "values/message.h"

#define SPREADSHEET_ROWS 1048576 /* that Excel and WPS show, the heading row among them */

void spreadsheet_warn(int64_t residents) {
  if (residents >= SPREADSHEET_ROWS)
    cli_warn(_("a spreadsheet shows %d rows: the last %u of %u residents are in the file but are "
               "not seen there"),
             SPREADSHEET_ROWS, (unsigned)(residents - (SPREADSHEET_ROWS - 1)), (unsigned)residents);
}
