-- index.lua - hostile files: what is wrong with each, and what must come of it. tests/hostile_spec.lua holds every one to it.
--
--   rosters, big   given to `canbao eval` with the county of county/2024.lua. { file, what is wrong; then either
--                  exit, says (refused: the whole message; nothing is written), or
--                  status (of each row of the result, in order), problems (every row of the problems file:
--                  row,line,column,value,reason), warns (all that it says beside the summary), encoding (UTF-8), like (the
--                  result is that file's, byte for byte) }
--   targets        given to `canbao towns --targets`: exit and says, or notes (all that it says of the table)
--   cases          given to `canbao test` beside the county's script: exit and says, or says of a failed case
--
-- In `big` the text is made here: ten megabytes are no file for a repository.
local index = {}

local NO_HEADINGS = "None of the first 20 rows has a known heading, for example “身份证号”; see rules/fields.lua for the headings that are known."
local MARKS = "\"the cell had characters that do not show, or a spreadsheet's mark of text (' ` =\"\"…\"\"); they have been left out\""
local MENDED = '"the ID number was written with full-width characters, blanks, dashes or a small x; it has been mended"'
local LOST = '"a spreadsheet has made the ID number a number, and its last digits are gone; take it from the document again, in a column of the format Text"'
local FORMULA = "\"the text begins like a spreadsheet's formula; it stands as it is, and in every file written a ' stands before it\""
local NO_FIELD = ", so the column was passed through and no rule reads it"
local QUOTE = '"the cell begins with a quote that is not closed; close it, or write the quote twice within quotes"'
local COUNTED = 'it is counted as a resident of whom nothing is known; delete the line"'
local DATE = " is not a date; write it like 2023-02-28"
local AMOUNT = ' is not an amount; write yuan with at most two decimals, like 350.50"'
local BELOW = ' is below zero; write what was paid, and a refund where refunds are kept"'
local FLAG = " is neither yes nor no; write 是 or 否"
local UTF16 = "This file is in UTF-16; save it as CSV UTF-8."
local STRAY = " is in the roster (residents: 1), but not in the task table"
local YEARS = " is not a date of a resident: years from 1800 to 2299 are read; leave the cell blank where there is none"

index.rosters = {
  { "bom.csv", "nothing: a byte order mark is no part of the first heading", status = "on_time unpaid", encoding = "UTF-8 with BOM" },
  { "bom_twice.csv", "two byte order marks, as where a program adds one to a file that has one", status = "on_time", encoding = "UTF-8 with BOM" },
  { "utf16_le_bom.csv", "UTF-16, as a spreadsheet's “Unicode text”",
    exit = 4, says = UTF16 },
  { "utf16_be_bom.csv", "UTF-16, the other way round",
    exit = 4, says = UTF16 },
  { "utf16_le.csv", "UTF-16 without a mark",
    exit = 4, says = UTF16 },
  { "utf16_be.csv", "UTF-16 the other way round, without a mark",
    exit = 4, says = UTF16 },
  { "utf32_le_bom.csv", "UTF-32",
    exit = 4, says = "This file is in UTF-32; save it as CSV UTF-8." },
  { "gb18030.csv", "nothing: GB18030, as spreadsheets save CSV in China", status = "on_time unpaid", encoding = "GB18030", like = "bom.csv" },
  { "gb18030_four_bytes.csv", "nothing: rare characters of names and places, of four bytes in GB18030", warns = "canbao: 䶮镇" .. STRAY .. "; is it 东镇?\n", status = "on_time on_time", encoding = "GB18030" },
  { "gb18030_cut.csv", "a character of GB18030 cut in half", status = "on_time on_time", encoding = "GB18030", problems = {
    "2,3,name,\\xD2,the cell holds bytes that are not text: “\\xD2”" } },
  { "utf8_cut.csv", "a character of UTF-8 cut in half, as by a program that counts bytes", status = "on_time unpaid", problems = {
    "2,3,name,乙\\xE4\\xBA,the cell holds bytes that are not text: “乙\\xE4\\xBA”" } },
  { "utf8_overlong.csv", "overlong UTF-8 in a label", status = "on_time undetermined", problems = {
    "2,3,identities,\\xC0\\xAF\\xE0\\x80\\xAF,the cell holds bytes that are not text: “\\xC0\\xAF\\xE0\\x80\\xAF”" } },
  { "utf8_surrogates.csv", "surrogates written as UTF-8 in a town", status = "on_time unpaid", problems = {
    "1,2,town,\\xED\\xA0\\x80\\xED\\xB0\\x80,the cell holds bytes that are not text: “\\xED\\xA0\\x80\\xED\\xB0\\x80”" } },
  { "utf8_beyond.csv", "a character beyond U+10FFFF in place of a date", status = "undetermined unpaid", problems = {
    "1,2,paid_on,\\xF4\\x90\\x80\\x80,the cell holds bytes that are not text: “\\xF4\\x90\\x80\\x80”" } },
  { "two_encodings.csv", "a row in GB18030 pasted below rows in UTF-8", status = "on_time undetermined", problems = {
    "2,3,name,\\xD2Ҷ\\xFE,the cell holds bytes that are not text: “\\xD2Ҷ\\xFE”",
    "2,3,town,\\xCE\\xF7\\xD5\\xF2\\xBDֵ\\xC0,the cell holds bytes that are not text: “\\xCE\\xF7\\xD5\\xF2\\xBDֵ\\xC0”",
    "2,3,household_registration,\\xCA\\xD4\\xCF\\xD8,the cell holds bytes that are not text: “\\xCA\\xD4\\xCF\\xD8”" } },
  { "latin.csv", "one byte of Latin-1 in a file of UTF-8", status = "on_time", problems = {
    "1,2,name,Jos\\xE9,the cell holds bytes that are not text: “Jos\\xE9”" } },
  { "random_bytes.csv", "no table at all: bytes without meaning",
    exit = 4, says = NO_HEADINGS },
  { "empty.csv", "an empty file",
    exit = 4, says = "The file is empty." },
  { "blank_lines.csv", "a file of blank lines",
    exit = 4, says = "The file is empty." },
  { "headings_only.csv", "headings and nobody below them", status = "" },
  { "headings_no_end.csv", "headings, and not even a line end", status = "" },
  { "headings_none.csv", "no headings: the residents begin at once",
    exit = 4, says = NO_HEADINGS },
  { "headings_unknown.csv", "no heading that is known",
    exit = 4, says = NO_HEADINGS },
  { "headings_doubled.csv", "two columns that both give the ID number",
    exit = 4, says = "line 1: " .. "Columns 1 (“身份证号”) and 8 (“身份证号码”) both give the field id_number; rename or remove one." },
  { "headings_doubled_unknown.csv", "two columns of one unknown heading: nobody reads them", status = "on_time", problems = {
    '0,,备注,备注,"no field has the heading “备注”' .. NO_FIELD .. '"',
    '0,,备注,备注,"no field has the heading “备注”' .. NO_FIELD .. '"' } },
  { "heading_missing.csv", "a column without a heading", status = "on_time", problems = {
    '0,,,,"column 5 has no heading, so it was passed through and no rule reads it"' } },
  { "heading_misspelt.csv", "a heading with a slip: the payment would be read by nobody",
    warns = "canbao: the rules ask for “缴费日期”, which the roster has no column for: is its column “缴费日欺” misspelt?\n", status = "unpaid", problems = {
    '0,,缴费日欺,缴费日欺,"no field has the heading “缴费日欺”' .. NO_FIELD .. '; did you mean “缴费日期” (paid_on)?"' } },
  { "heading_zero_width.csv", "nothing: a zero-width space in a heading is not seen, and not minded", status = "on_time" },
  { "heading_quoted_break.csv", "nothing: a heading broken over two lines in its cell", status = "on_time" },
  { "headings_on_row_21.csv", "headings below twenty rows of something else",
    exit = 4, says = NO_HEADINGS },
  { "headings_in_the_middle.csv", "one file pasted below another: headings in the middle", status = "on_time undetermined unpaid", problems = {
    '2,3,,身份证号,"the row repeats the headings, as where one file was pasted below another; ' .. COUNTED } },
  { "title_rows.csv", "nothing: title rows above the headings", status = "on_time" },
  { "total_row.csv", "a total at the end", status = "on_time unpaid undetermined", problems = {
    '3,4,,合计,"the row is a total, no resident; ' .. COUNTED } },
  { "total_row_in_name.csv", "a total at the end, spaced out, where the names are", status = "on_time unpaid undetermined", problems = {
    '3,4,,合　计：,"the row is a total, no resident; ' .. COUNTED } },
  { "footer_note.csv", "a note below the residents", status = "on_time undetermined", problems = {
    "2,3,,,the row has 1 cells and the heading row 7; the missing ones are unknown",
    "2,3,id_number,制****," .. MENDED,
    "2,3,id_number,制****,the ID number does not have 18 characters" } },
  { "blank_row.csv", "a row of blank cells, as spreadsheets leave them", status = "on_time undetermined unpaid", problems = {
    "2,3,,,every cell of the row is blank; it is counted as a resident of whom nothing is known; delete the line" } },
  { "trailing_columns.csv", "nothing: empty columns at the end", status = "on_time" },
  { "trailing_cells.csv", "cells beyond the last heading", status = "on_time unpaid", problems = {
    "1,2,,,the row has 9 cells and the heading row 7; the surplus ones are not read",
    "2,3,,,the row has 9 cells and the heading row 7; the surplus ones are not read" } },
  { "ragged.csv", "rows with too few and too many cells", status = "undetermined unpaid on_time", problems = {
    "1,2,,,the row has 3 cells and the heading row 7; the missing ones are unknown",
    "3,4,,,the row has 8 cells and the heading row 7; the surplus ones are not read" } },
  { "tabs.csv", "tabs between the columns",
    exit = 4, says = "The columns are parted by tabs; save the file as CSV UTF-8, with commas." },
  { "semicolons.csv", "semicolons between the columns",
    exit = 4, says = "The columns are parted by “;”; save the file as CSV UTF-8, with commas." },
  { "bars.csv", "bars between the columns",
    exit = 4, says = "The columns are parted by “|”; save the file as CSV UTF-8, with commas." },
  { "full_width_commas.csv", "full-width commas between the columns",
    exit = 4, says = "The columns are parted by “，”; save the file as CSV UTF-8, with commas." },
  { "spreadsheet.csv", "a spreadsheet under the name of CSV",
    exit = 4, says = "This is a spreadsheet (xlsx), not CSV; save it as CSV UTF-8." },
  { "old_spreadsheet.csv", "an old spreadsheet under the name of CSV",
    exit = 4, says = "This is a spreadsheet (xls), not CSV; save it as CSV UTF-8." },
  { "web_page.csv", "a web page under the name of CSV, as some systems export",
    exit = 4, says = "This is a web page or XML, whatever its name says, not CSV; open it in a spreadsheet and save it as CSV UTF-8." },
  { "pdf.csv", "a PDF under the name of CSV",
    exit = 4, says = "This is a PDF, not CSV; export the table it was made from as CSV UTF-8." },
  { "compressed.csv", "a compressed file under the name of CSV",
    exit = 4, says = "This file is compressed; unpack it first." },
  { "crlf.csv", "nothing: CR LF", status = "on_time unpaid", like = "bom.csv" },
  { "cr.csv", "nothing: CR alone, as old Macs wrote", status = "on_time unpaid", like = "bom.csv" },
  { "mixed_ends.csv", "nothing: all three line ends in one file, and none at its end", status = "on_time unpaid on_time on_time" },
  { "quoted_breaks.csv", "nothing: line ends within quotes", status = "on_time unpaid" },
  { "quote_unclosed.csv", "a quote that nobody closed", status = "on_time unpaid", problems = {
    '1,2,name,"""甲一",' .. QUOTE } },
  { "quote_unclosed_at_end.csv", "a quote that nobody closed, in the last row", status = "on_time undetermined", problems = {
    '2,3,paid_on,"""2023-10-02",' .. QUOTE } },
  { "quote_behind.csv", "a quote closed before the cell's end", status = "on_time unpaid", problems = {
    '1,2,name,"""甲""一",' .. QUOTE } },
  { "quote_within.csv", "nothing: quotes within a cell that does not begin with one", status = "on_time unpaid" },
  { "quotes_doubled.csv", "nothing: doubled quotes", status = "on_time unpaid" },
  { "nul.csv", "NUL bytes in a name and in a date", status = "on_time undetermined", problems = {
    "1,2,name,甲\\x00一,the cell holds bytes that are not text: “甲\\x00一”",
    "2,3,paid_on,2023-10-01\\x00,the cell holds bytes that are not text: “2023-10-01\\x00”" } },
  { "control_z.csv", "the mark that old programs put at a file's end", status = "on_time unpaid undetermined", problems = {
    "3,4,,,the row has 1 cells and the heading row 7; the missing ones are unknown",
    "3,4,id_number,\\***," .. MARKS } },
  { "controls.csv", "control characters: a colour for a terminal in a town, a bell in a name", warns = "canbao: 东镇[31m" .. STRAY .. "\n", status = "on_time on_time", problems = {
    "1,2,town,东镇\\x1B[31m," .. MARKS,
    "2,3,name,乙\\x07二," .. MARKS } },
  { "right_to_left.csv", "a mark that turns the writing round", status = "on_time", problems = {
    "1,2,name,甲\\u{202E}一," .. MARKS } },
  { "id_check_digit.csv", "a wrong check digit", status = "undetermined", problems = {
    "1,2,id_number,990001********0011,the ID number's check digit is wrong; compare the number with the document" } },
  { "id_fifteen.csv", "an ID number of fifteen digits", status = "undetermined", problems = {
    "1,2,id_number,990001*****5001,the ID number has 15 digits; write the 18-digit one that replaced it" } },
  { "id_seventeen.csv", "an ID number without its last digit", status = "undetermined", problems = {
    "1,2,id_number,990001*******5001,the ID number does not have 18 characters" } },
  { "id_nineteen.csv", "an ID number with a digit too many", status = "undetermined", problems = {
    "1,2,id_number,990001*********0180,the ID number does not have 18 characters" } },
  { "id_letter.csv", "a letter O for a nought", status = "undetermined", problems = {
    "1,2,id_number,990001********0018,the ID number has a character that is no digit (only the last may be X)" } },
  { "id_day_impossible.csv", "an ID number with the thirtieth of February", status = "undetermined", problems = {
    "1,2,id_number,990001********0018,digits 7 to 14 of the ID number are not a day of the calendar" } },
  { "id_born_later.csv", "an ID number of somebody who is not born yet, and has paid", status = "undetermined", problems = {
    '1,2,paid_on,2023-10-01,"2023-10-01 is before the birth date, 2031-01-01; correct the one that is wrong"' } },
  { "id_scientific.csv", "ID numbers that a spreadsheet has made numbers: two people are not taken for one", status = "undetermined undetermined", problems = {
    "1,2,id_number,9.9000*E+17," .. LOST,
    "2,3,id_number,9.9000*E+17," .. LOST } },
  { "id_rounded.csv", "an ID number of which a spreadsheet kept fifteen digits", status = "undetermined", problems = {
    "1,2,id_number,990001********0000," .. LOST } },
  { "id_decimals.csv", "an ID number with a decimal", status = "undetermined", problems = {
    "1,2,id_number,990001**********18.0," .. LOST } },
  { "id_small_x.csv", "a small x", status = "on_time", problems = {
    "1,2,id_number,990001********007x," .. MENDED } },
  { "id_full_width.csv", "full-width digits", status = "on_time", problems = {
    "1,2,id_number,990001********0018," .. MENDED } },
  { "id_blanks.csv", "blanks within ID numbers", status = "on_time on_time", problems = {
    "1,2,id_number,990001**********0018," .. MENDED,
    "2,3,id_number,990001*********0021," .. MENDED } },
  { "id_dashes.csv", "dashes within an ID number", status = "on_time", problems = {
    "1,2,id_number,990001**********0018," .. MENDED } },
  { "id_apostrophe.csv", "a spreadsheet's mark of text before the ID numbers", status = "on_time on_time", problems = {
    "1,2,id_number,'99000*********0018," .. MARKS,
    "2,3,id_number,`99000*********0021," .. MARKS } },
  { "id_formula_of_text.csv", "ID numbers written as formulas so that a spreadsheet leaves them alone", status = "on_time on_time", problems = {
    "1,2,id_number,\"'=\"\"9900***********018\"\"\"," .. MARKS,
    "2,3,id_number,\"'=\"\"9900***********021\"\"\"," .. MARKS } },
  { "id_zero_width.csv", "zero-width characters within ID numbers", status = "on_time on_time", problems = {
    "1,2,id_number,990001****************0018," .. MARKS,
    "2,3,id_number,\\u{FEF****************0021," .. MARKS } },
  { "id_other_document.csv", "nothing: a passport's number is not held to the citizen's rules, and gives no birth date", status = "undetermined undetermined" },
  { "id_document_unknown.csv", "a document that nobody declared", status = "undetermined", problems = {
    "1,2,id_type,学生证,no label “学生证” is declared; did you mean “出生医学证明”?" } },
  { "id_twice.csv", "the same ID number twice, with the same decision", status = "on_time on_time", problems = {
    "2,3,id_number,990001********0018,the ID number already stands in line 2" } },
  { "id_twice_differing.csv", "the same ID number twice, with two decisions", status = "on_time unpaid", problems = {
    "2,3,id_number,990001********0018,the ID number already stands in line 2" } },
  { "id_twice_mended.csv", "the same ID number twice, once with a small x", status = "on_time on_time", problems = {
    "2,3,id_number,990001********007x," .. MENDED,
    "2,3,id_number,990001********007X,the ID number already stands in line 2" } },
  { "id_blank.csv", "nothing: people without an ID number are not taken for one another", status = "undetermined undetermined" },
  { "date_impossible.csv", "days that are not in the calendar", status = "undetermined undetermined undetermined undetermined", problems = {
    "1,2,paid_on,2023-02-29,“2023-02-29” is not a date: there is no such day",
    "2,3,paid_on,2023-13-01,“2023-13-01”" .. DATE,
    "3,4,paid_on,2023-04-31,“2023-04-31” is not a date: there is no such day",
    "4,5,paid_on,2023-00-10,“2023-00-10”" .. DATE } },
  { "date_serial.csv", "a date column in a spreadsheet's serial numbers", status = "undetermined undetermined undetermined", problems = {
    "1,2,paid_on,45200,\"“45200” is not a date: it looks like a spreadsheet's serial number, which would be 2023-10-01; give the column a date format in the spreadsheet and save the file again\"",
    "2,3,paid_on,45200.5,\"“45200.5” is not a date: it looks like a spreadsheet's serial number, which would be 2023-10-01; give the column a date format in the spreadsheet and save the file again\"",
    "3,4,paid_on,9999,“9999”" .. DATE } },
  { "date_with_time.csv", "times of day behind dates; the last is none", status = "on_time on_time undetermined", problems = {
    "3,4,paid_on,2023-10-01 24:00:00,“2023-10-01 24:00:00”" .. DATE } },
  { "date_two_digit_year.csv", "two-digit years, and the day first", status = "undetermined undetermined undetermined", problems = {
    '1,2,paid_on,23-10-01,"“23-10-01” is not a date: write the year with four digits, like 2023-02-28"',
    '2,3,paid_on,23/10/1,"“23/10/1” is not a date: write the year with four digits, like 2023-02-28"',
    "3,4,paid_on,01/10/2023,“01/10/2023”" .. DATE } },
  { "date_month_only.csv", "a month or a year in place of a day", status = "undetermined undetermined undetermined", problems = {
    '1,2,paid_on,2023年10月,"“2023年10月” is not a date: it is a month, and the day is missing"',
    '2,3,paid_on,2023-10,"“2023-10” is not a date: it is a month, and the day is missing"',
    "3,4,paid_on,2023,“2023”" .. DATE } },
  { "date_in_words.csv", "dates in words", status = "undetermined undetermined undetermined", problems = {
    "1,2,paid_on,二〇二三年十月一日,“二〇二三年十月一日”" .. DATE,
    '2,3,paid_on,"Oct 1, 2023","“Oct 1, 2023”' .. DATE .. '"',
    "3,4,paid_on,昨天,“昨天”" .. DATE } },
  { "date_full_width.csv", "nothing: full-width digits in a date", status = "on_time" },
  { "date_zero_width.csv", "a zero-width space behind a date", status = "on_time", problems = {
    "1,2,paid_on,2023-10-01\\u{200B}," .. MARKS } },
  { "date_far.csv", "days before 1800 and after 2299, such as some systems write for “never”", status = "undetermined undetermined undetermined on_time", problems = {
    "1,2,paid_on,1799-12-31,“1799-12-31”" .. YEARS,
    "2,3,paid_on,2300-01-01,“2300-01-01”" .. YEARS,
    "3,4,paid_on,9999-12-31,“9999-12-31”" .. YEARS } },
  { "date_zero.csv", "days that stand for none in some systems", status = "undetermined undetermined undetermined", problems = {
    "1,2,paid_on,0000-00-00,“0000-00-00”" .. DATE,
    "2,3,paid_on,1900-01-00,“1900-01-00” is not a date: there is no such day",
    "3,4,paid_on,0,“0”" .. DATE } },
  { "died_before_born.csv", "died ten years before being born; died on the day of birth", status = "undetermined unpaid", problems = {
    '1,2,died_on,1970-01-01,"1970-01-01 is before the birth date, 1980-05-05; correct the one that is wrong"' } },
  { "paid_before_born.csv", "paid the day before being born; paid on the day of birth", status = "undetermined on_time", problems = {
    '1,2,paid_on,2015-03-02,"2015-03-02 is before the birth date, 2015-03-03; correct the one that is wrong"' } },
  { "paid_before_born_no_id.csv", "paid before being born, and no ID number to say which day is right", status = "undetermined", problems = {
    '1,2,paid_on,2015-03-02,"2015-03-02 is before the birth date, 2015-03-03; correct the one that is wrong"',
    '1,2,birth_date,2015-03-03,"the birth date 2015-03-03 is after another day of the row, 2015-03-02, and no ID number confirms it; correct the one that is wrong"' } },
  { "born_after_two_days.csv", "two days before the birth date: without an ID number the birth date is the wrong one, with one the days are",
    status = "undetermined undetermined", problems = {
    '1,2,birth_date,2015-03-03,"the birth date 2015-03-03 is after another day of the row, 2015-03-02, and no ID number confirms it; correct the one that is wrong"',
    '2,3,paid_on,2015-03-02,"2015-03-02 is before the birth date, 2015-03-03; correct the one that is wrong"',
    '2,3,died_on,2015-03-01,"2015-03-01 is before the birth date, 2015-03-03; correct the one that is wrong"' } },
  { "born_two_ways.csv", "a birth date that is not the ID number's", status = "undetermined", problems = {
    '1,2,birth_date,,"the birth date 1980-05-06 is not that of the ID number, 1980-05-05"' } },
  { "money_negative.csv", "amounts below zero, and a nought with a sign", status = "on_time on_time on_time on_time", problems = {
    "1,2,paid_amount,'-380,\"“-380”" .. BELOW,
    '2,3,paid_amount,(380.00),"“(380.00)”' .. BELOW,
    "3,4,paid_amount,'－1,\"“－1”" .. BELOW } },
  { "money_enormous.csv", "enormous amounts: the most that is read, and more", status = "on_time on_time on_time on_time", problems = {
    "2,3,paid_amount,1000000000,\"“1000000000” is more than any resident's amount, 999999999.99 yuan\"",
    "3,4,paid_amount,900000******0000,\"“900000******0000” is more than any resident's amount, 999999999.99 yuan\"",
    '4,5,paid_amount,922337*********5808,"“922337*********5808”' .. AMOUNT } },
  { "money_not_a_number.csv", "what other programs write for numbers", status = "on_time on_time on_time on_time", problems = {
    '1,2,paid_amount,NaN,"“NaN”' .. AMOUNT,
    '2,3,paid_amount,inf,"“inf”' .. AMOUNT,
    '3,4,paid_amount,1e3,"“1e3”' .. AMOUNT,
    '4,5,paid_amount,0x1F,"“0x1F”' .. AMOUNT } },
  { "money_formats.csv", "nothing: signs, units, thousands and full-width digits", status = "on_time on_time on_time on_time" },
  { "money_broken.csv", "thousands that are not, a third decimal, words, a sign behind", status = "on_time on_time on_time on_time", problems = {
    '1,2,paid_amount,"1,38","“1,38”' .. AMOUNT,
    '2,3,paid_amount,380.555,"“380.555”' .. AMOUNT,
    '3,4,paid_amount,三百八十,"“三百八十”' .. AMOUNT,
    '4,5,paid_amount,380-,"“380-”' .. AMOUNT } },
  { "money_error.csv", "a spreadsheet's errors", status = "on_time on_time on_time", problems = {
    '1,2,paid_amount,#N/A,"“#N/A”' .. AMOUNT,
    '2,3,paid_amount,#REF!,"“#REF!”' .. AMOUNT,
    '3,4,paid_amount,########,"“########”' .. AMOUNT } },
  { "flag_odd.csv", "yes and no spelled oddly", status = "undetermined undetermined undetermined undetermined", problems = {
    "1,2,student,×,“×”" .. FLAG,
    "2,3,student,是的,“是的”" .. FLAG,
    "3,4,student,ture,“ture”" .. FLAG,
    "4,5,student,2,“2”" .. FLAG } },
  { "label_unknown.csv", "labels that nobody declared, one of them beside a good one", status = "undetermined undetermined undetermined", problems = {
    "1,2,identities,特级对象,no label “特级对象” is declared; did you mean “特困人员”?",
    "2,3,identities,低保对像,no label “低保对像” is declared; did you mean “低保对象”?",
    "3,4,identities,低保对象、不详,no label “不详” is declared; write one of 特困人员、农村特困人员、城镇特困人员、孤儿、事实无人抚养儿童、低保对象、农村低保对象、城镇低保对象……" } },
  { "label_blanks.csv", "nothing: blanks around and within labels, separators too many", status = "on_time on_time on_time" },
  { "label_zero_width.csv", "a zero-width joiner within a label", status = "on_time", problems = {
    "1,2,identities,低保\\u{200D}对象," .. MARKS } },
  { "label_formula.csv", "a formula in place of a label", status = "undetermined", problems = {
    "1,2,identities,'=低保对象,no label “=低保对象” is declared; did you mean “低保对象”?" } },
  { "grade_odd.csv", "grades outside one to four, in other words, beyond any integer", status = "undetermined undetermined undetermined undetermined", problems = {
    "1,2,disability_grade,5,“5” is not a whole number from 1 to 4",
    "2,3,disability_grade,0,“0” is not a whole number from 1 to 4",
    "3,4,disability_grade,一級,“一級” is not a whole number from 1 to 4",
    "4,5,disability_grade,999999**********9999,“999999**********9999” is not a whole number from 1 to 4" } },
  { "name_formula.csv", "formulas in names", status = "on_time on_time on_time on_time", problems = {
    "1,2,name,'=HYPERLINK(1)," .. FORMULA,
    "2,3,name,'@SUM(1)," .. FORMULA,
    "3,4,name,'＝1+1," .. FORMULA,
    "4,5,name,'-乙," .. FORMULA } },
  { "town_formula.csv", "a formula in a town; a number with a sign is none", warns = "canbao: =1+1" .. STRAY .. "\ncanbao: +86" .. STRAY .. "\n", status = "on_time on_time", problems = {
    "1,2,town,'=1+1," .. FORMULA } },
  { "extra_formula.csv", "nothing is read of it: a formula in a column that is passed through, and defused", status = "on_time", problems = {
    '0,,备注,备注,"no field has the heading “备注”' .. NO_FIELD .. '"' } },
  { "town_blanks.csv", "nothing: blanks around a town are not the town's", status = "on_time on_time" },
  { "town_zero_width.csv", "a zero-width space in a town: one town, not two", status = "on_time on_time", problems = {
    "1,2,town,东\\u{200B}镇," .. MARKS } },
  { "household_zero_width.csv", "a byte order mark behind a household's number: one household, not two", status = "on_time on_time", problems = {
    "1,2,household_id,H1\\u{FEFF}," .. MARKS } },
  { "result_as_roster.csv", "an earlier result read as a roster", status = "undetermined", problems = {
    '0,,eligible,eligible,"no field has the heading “eligible”' .. NO_FIELD .. '"',
    '0,,status,status,"no field has the heading “status”' .. NO_FIELD .. '"',
    '0,,problem,problem,"no field has the heading “problem”' .. NO_FIELD .. '"' } },
}

-- A roster of one resident of whom one cell is what the file is about.
local HEADINGS = "身份证号,姓名,乡镇,户籍地,身份类别,缴费日期,缴费金额"
local ID = "990001198005050018"
local function resident(cells)
  local row = { ID, cells.name or "甲一", "东镇", "试县", cells.identities or "", "2023-10-01", cells.paid or "380" }
  return HEADINGS .. (cells.headings or "") .. "\n" .. table.concat(row, ",") .. (cells.behind or "") .. "\n"
end
local TEN_MEGABYTES = ("甲"):rep(3500000)
local SHOWN = ("甲"):rep(682) -- of a long value
local TOO_LONG = "the text is longer than any name or place: perhaps a quote is missing or one too many; it stands as it is"
local PASSED = ("0,,x,x,no field has the heading “x”"):gsub("no field.*", '"%0') .. NO_FIELD .. '"'

local function times(n, problem)
  local list = {}
  for i = 1, n do list[i] = type(problem) == "function" and problem(i) or problem end
  return list
end

index.big = {
  { "name_endless.csv", "a name of 342 characters, one byte longer than any is; the next shorter one is a name",
    make = function() return resident { name = ("甲"):rep(341) .. "ab" } .. resident { name = ("甲"):rep(341) .. "a" }:gsub("^[^\n]*\n", ""):gsub("^%d+", "") end,
    status = "on_time undetermined", problems = { "1,2,name," .. ("甲"):rep(341) .. "ab," .. TOO_LONG } },
  { "cell_of_10_mb.csv", "a name of ten megabytes", make = function() return resident { name = TEN_MEGABYTES } end,
    status = "on_time", problems = { "1,2,name," .. SHOWN .. "," .. TOO_LONG } },
  { "cell_of_10_mb_quoted.csv", "ten megabytes within quotes: more than any cell, so the quote was never closed",
    make = function() return resident { name = '"' .. TEN_MEGABYTES .. '"' } end,
    status = "on_time", problems = { '1,2,name,"""' .. SHOWN .. '",' .. QUOTE } },
  { "cell_of_lines.csv", "a quote that is closed only six thousand lines and 64 KB further down: each line is a row",
    warns = "canbao: nobody has a day of payment: is a column missing or misspelt?\ncanbao: 试县" .. STRAY .. "\n",
    make = function() return resident { name = '"' .. ("甲乙丙丁\n"):rep(6000) .. '"' } end, rows = 6001 },
  { "cell_of_digits.csv", "an amount of ten million digits", make = function() return resident { paid = ("9"):rep(10000000) } end,
    status = "on_time", problems = { "1,2,paid_amount,999999" .. ("*"):rep(117) .. "9999,\"“999999" .. ("*"):rep(66) .. "9999...”" .. AMOUNT } },
  { "cell_of_labels.csv", "nothing: one label, a million times", make = function() return resident { identities = ("孤儿、"):rep(1000000) } end,
    status = "on_time" },
  { "cells_a_million.csv", "a million cells too many", make = function() return resident { behind = (","):rep(1000000) } end,
    status = "on_time", problems = { "1,2,,,the row has 1000007 cells and the heading row 7; the surplus ones are not read" } },
  { "columns_513.csv", "a column more than a file may have", make = function() return resident { headings = (",x"):rep(506) } end,
    exit = 5, says = "line 1: The heading row has 513 cells; a file can have 512 columns." },
  { "columns_512.csv", "as many columns as a file may have, most of them of one heading",
    make = function() return resident { headings = (",x"):rep(505), behind = (","):rep(505) } end,
    status = "on_time", problems = times(505, PASSED) },
  { "heading_endless.csv", "a heading of three hundred thousand bytes", make = function() return resident { headings = "," .. ("甲"):rep(100000), behind = "," } end,
    status = "on_time", problems = { '0,,' .. ("甲"):rep(52) .. "...," .. ("甲"):rep(52) .. '...,"no field has the heading “' .. ("甲"):rep(52) .. "...”" .. NO_FIELD .. '"' } },
  { "quotes_open.csv", "a quote that nobody closed, in each of two thousand rows",
    make = function() return resident { name = '"甲' }:gsub("\n(.*)$", function(row) return "\n" .. row:gsub("^%d+", ""):rep(2000) end) end,
    rows = 2000, problems = times(2000, function(i) return ('%d,%d,name,"""甲",'):format(i, i + 1) .. QUOTE end) },
  { "blank_lines_a_million.csv", "nothing: a million blank lines", make = function() return (resident {}:gsub("\n", ("\n"):rep(1000000), 1)) end,
    status = "on_time" },
  { "totals.csv", "two thousand subtotals among the residents", make = function() return resident {} .. ("小计,,,,,,1\n"):rep(2000) end,
    rows = 2001, problems = times(2000, function(i) return ('%d,%d,,小计,"the row is a total, no resident; '):format(i + 1, i + 2) .. COUNTED end) },
  { "line_without_end.csv", "ten megabytes in one line, and nothing else", make = function() return TEN_MEGABYTES end,
    exit = 4, says = NO_HEADINGS },
}

index.targets = {
  { "targets_good.csv", "nothing", notes = {} },
  { "targets_sum.csv", "rows that do not add up to the notice's total", notes = { "the towns' targets sum to 11, 1 more than the stated total of 10" } },
  { "targets_total_row.csv", "a total row that is not the rows' sum", notes = { "the task table's total row says 11, but its rows sum to 10" } },
  { "targets_unknown_town.csv", "a town that no resident is of", notes = { "西镇 is in the task table, but no resident of the roster lives there", "西镇街道 is in the roster (residents: 1), but not in the task table" } },
  { "targets_town_twice.csv", "a town twice", exit = 4, says = "line 3: the town 东镇 stands twice in the task table" },
  { "targets_blanks.csv", "nothing: blanks around towns and numbers", notes = {} },
  { "targets_zero_width.csv", "a zero-width space in a town", notes = {} },
  { "targets_negative.csv", "a target below zero", exit = 4, says = "line 2: “-2” is not a whole number of people" },
  { "targets_decimal.csv", "half a person", exit = 4, says = "line 2: “2.5” is not a whole number of people" },
  { "targets_thousands.csv", "thousands in a target", exit = 4, says = "line 2: “1,000” is not a whole number of people" },
  { "targets_enormous.csv", "a target beyond all people", exit = 4, says = "line 2: “9999999999999” is not a whole number of people" },
  { "targets_no_town.csv", "a target of no town", exit = 4, says = "line 2: this row of the task table has no town" },
  { "targets_short.csv", "a row without its target", exit = 4, says = "line 2: this row of the task table is too short" },
  { "targets_headings_none.csv", "no headings", exit = 4, says = "line 1: the task table needs a heading row with 乡镇 and 任务数" },
  { "targets_headings_doubled.csv", "two columns of targets", exit = 4, says = "line 1: columns 2 and 3 of the task table are both “任务数”; remove one" },
  { "targets_empty.csv", "an empty file", exit = 4, says = "line 1: the task table needs a heading row with 乡镇 and 任务数" },
  { "targets_gb18030.csv", "nothing: GB18030", notes = {} },
  { "targets_utf16.csv", "UTF-16", exit = 4, says = "This file is in UTF-16; save it as CSV UTF-8." },
  { "targets_quote.csv", "a quote that nobody closed", exit = 4, says = 'line 2: “"东镇” has a quote in it; neither a town nor a number has one' },
  { "targets_nul.csv", "a NUL in a town", exit = 4, says = "line 2: “东\\x00镇” holds bytes that are not text; save the table as CSV UTF-8" },
}

-- A case of a resident of the county, with these cells and what is expected.
local function case(given, expect) return ('case "甲" { given = { household_registration = "试县", %s }, expect = { %s } }\n'):format(given, expect) end

index.cases = {
  { "bytes that are no text", text = "\xFF\xFE\0case", exit = 3, says = "line 1: the line has a control character (0)" },
  { "a compiled chunk", text = "\27LuaS\0\25\x93", exit = 3, says = "line 1: the line has a control character (27)" },
  { "a table that does not end", text = 'case "甲" { given = {', exit = 3,
    says = "line 1: the script ends in the middle of something: an end, a } or a ) is missing" },
  { "a word that cases do not have", text = 'kase "甲" { given = {}, expect = {} }', exit = 3,
    says = "line 1: there is no word “kase”; did you mean “base”?" },
  { "a part that a case does not have", text = 'case "甲" { givn = {} }', exit = 3,
    says = 'line 1: there is no member of a case "givn"; did you mean "given"?' },
  { "a field that nobody declared", text = case('paid_onn = "2023-10-01"', 'status = "on_time"'), exit = 3,
    says = 'line 1: there is no field "paid_onn"; did you mean "paid_on"?' },
  { "an effect that nobody declared", text = case("", 'statuss = "on_time"'), exit = 3,
    says = 'line 1: there is no effect "statuss"; did you mean "status"?' },
  { "an article that the script does not have", text = 'case "甲" { given = {}, applies = { "九" } }', exit = 3,
    says = 'line 1: there is no article "九"' },
  { "a day of the question that is none", text = 'case "甲" { as_of = "2023-13-01", given = {} }', exit = 3,
    says = 'line 1: as_of must be a day, as in "2023-03-01"' },
  { "a number for the day of the question", text = 'case "甲" { as_of = 20230101, given = {} }', exit = 3,
    says = 'line 1: as_of must be a day, as in "2023-03-01"' },
  { "a table in place of a cell", text = 'case "甲" { given = { paid_amount = {} } }', exit = 3,
    says = "line 1: given.paid_amount must be a text, written as a cell of a roster or of the result is" },
  { "a loop that does not end", text = "while true do end", exit = 5,
    says = "line 1: the rule runs too long (more than 20000000 steps): does a loop ever end?" },
  { "a text that grows without end", text = 'local s = "x" while true do s = s .. s end', exit = 5,
    says = "line 1: the script makes a text of more than 16 KB" },
  { "tables within tables", text = 'case "甲" { given = ' .. ("{"):rep(300) .. ("}"):rep(300) .. " }", exit = 3,
    says = "line 1: this is nested too deeply, or joins too much at once: give parts of it names with local" },
  { "a look at the machine", text = 'case "甲" { given = { name = os.getenv("HOME") } }', exit = 3,
    says = "line 1: there is no word “os” in rule scripts" },
  { "a day that is not in the calendar", text = case('paid_on = "2023-02-30", birth_date = "1980-01-01"', 'status = "on_time"'),
    exit = 1, field = "paid_on", got = "“2023-02-30” is not a date: there is no such day" },
  { "a label that nobody declared", text = case('identities = "低保对像", birth_date = "1980-01-01"', 'status = "unpaid"'),
    exit = 1, field = "identities", got = "no label “低保对像” is declared; did you mean “低保对象”?" },
  { "paid before being born", text = case('paid_on = "2019-12-31", birth_date = "2020-01-01"', 'status = "on_time"'),
    exit = 1, field = "birth_date", got = "the birth date 2020-01-01 is after another day of the row, 2019-12-31, and no ID number confirms it; correct the one that is wrong" },
  { "an amount below zero", text = case('paid_amount = "-1", birth_date = "1980-01-01"', 'status = "unpaid"'),
    exit = 1, field = "paid_amount", got = "“-1” is below zero; write what was paid, and a refund where refunds are kept" },
}

return index
