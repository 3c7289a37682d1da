-- grammar.lua - what random rules look like: for each kind of expression its productions, { weight, template }. <name> in a
-- template is another kind, or a word that script_generator.lua fills in (<label>, <date_field> …). The first production of
-- a kind has no kinds in it: it ends what would become too deep, and is what shrinking puts in a larger one's place. Productions
-- with a habit stand only in scripts that have it, which few have.

local grammar = {}

-- `when`: labels, guards and functions of the resident.
grammar.guard = {
  { 2, 'is "<label>"' },
  { 4, "function (r, e) return <condition> end" },
  { 2, "any { <guards> }" },
  { 2, "all { <guards> }" },
  { 1, "none { <guards> }" },
  { 2, "<shared_guard>" },
  { 1, "function (r, e) if <condition> then return <condition> end return <condition> end" },
  { 1, "function (r) for _, label in ipairs(LABELS) do if r:has(label) then return true end end return false end" },
}

grammar.guards = {
  { 2, '"<label>"' },
  { 2, "<guard>" },
  { 3, "<guard>, <guards>" },
  { 1, '"<label>", <guards>' },
}

-- What is true or false inside a rule.
grammar.condition = {
  { 6, "r.<flag_field>" },
  { 3, 'r:has "<label>"' },
  { 4, 'r.<label_field_is>' },
  { 3, "r.<number_field> == <grade>" },
  { 3, "(r.<number_field> or <small>) <order> <small>" },
  { 8, "(r.<date_field> or <day_constant>) <order> <day>" },
  { 6, "<day> <order> <day>" },
  { 4, "r.<date_field>" },
  { 3, "not r.<date_field>" },
  { 3, "<day> - <day> <order> <span_of_days>" },
  { 2, "(r.<money_field> or yuan(0)) <order> <money>" },
  { 4, "<money> <order> <money>" },
  { 2, "r.<place_field>:within(here)" },
  { 1, 'r.<place_field>:within "<place>"' },
  { 1, 'r.<coded_field> == "<coded_text>"' },
  { 1, 'r.<text_field> == "甲一"' },
  { 3, "age_on(<day>, <day>) <order> <years>" },
  { 2, "age_at_least(<day>, <years>, <day>)" },
  { 2, "<number> <order> <number>" },
  { 3, "<read_flag>" },
  { 2, "<read_text>" },
  { 3, "(<condition> and <condition>)" },
  { 3, "(<condition> or <condition>)" },
  { 2, "not (<condition>)" },
  { 1, "in_steps(<day>, <money>)" },
  { 1, '(<text>):find("一") ~= nil' },
  { 1, "#(<text>) > <small>" },
  { 1, '(<text>):rep(100):len() > 700' },
  { 1, "(r.<date_field> and r.<date_field> <order> r.<date_field>)" }, -- nothing compared: an error for some
  { 1, "long_count(<condition>)" },
  { 24, "(function () local t = <entries> <list_change> return <said_of_list> end)()", habit = "tables" },
  { 18, "(function () local t = <entries> <change> return <said_of_table> end)()", habit = "tables" },
  { 8, "turned(<depth>, <condition>)", habit = "depth" },
  { 6, "turned(<later_number> * <small>, <condition>)", habit = "depth" },
  { 8, "at_depth(<depth>, function () return <condition> end)", habit = "depth" },
  { 6, "at_depth(<later_number> * 5, function () return long_count(<condition>) end)", habit = "depth" },
  { 6, "at_depth(<later_number> + 88, function () return long_count(<condition>) end)", habit = "depth" },
  { 6, "(hold(<held>) and <condition>)", habit = "memory" },
  { 6, "(hold(<later_number> * 700) and <condition>)", habit = "memory" }, -- too much, for some
  { 6, "(hold(<later_number> * 1706) and <condition>)", habit = "memory" }, -- as much as there is, for a day of December
  { 4, "hold(<held>, function () return <condition> end)", habit = "memory" },
  { 6, "(hold_texts(<later_number> * 2500) and <condition>)", habit = "memory" },
  { 6, "(wide(<later_number> + <small> * 3) and <condition>)", habit = "memory" },
  { 6, "wide(<later_number> * 2, <condition>)", habit = "memory" },
}

-- Days that are always there, except where a bare field says otherwise.
grammar.day = {
  { 6, "<day_constant>" },
  { 8, "(r.<date_field> or <day_constant>)" },
  { 3, "r.as_of" },
  { 3, "(<day> + <span_of_days>)" },
  { 2, "(<day> - <span_of_days>)" },
  { 3, "(<day> + months(<small>))" },
  { 1, "(<day> - months(<small>))" },
  { 2, "(<day> + years(<small>))" },
  { 2, "last_day(<day>, days(<small>))" },
  { 2, 'last_day(<day>, months(<small>), "<counting>")' },
  { 2, "later(<day>, <day>)" },
  { 2, "earlier(<day>, <day>)" },
  { 1, "later(<day>, <day>, <day>)" },
  { 1, "(<day>):first_of_month()" },
  { 1, "(<day>):last_of_month()" },
  { 1, "(<day>):first_of_next_month()" },
  { 2, "<read_date>" },
  { 1, "r.<date_field>" }, -- nothing, for some: an error where it is calculated with
  { 1, "(r.<date_field> + years(<far>))" }, -- beyond the calendar, for some
}

grammar.span_of_days = {
  { 4, "days(<small>)" },
  { 1, "days(<span>)" },
  { 1, "(<day> - <day>)" },
}

-- Amounts.
grammar.money = {
  { 6, "<money_constant>" },
  { 8, "(r.<money_field> or <money_constant>)" },
  { 5, "<read_money>" },
  { 3, "(<money> + <money>)" },
  { 3, "(<money> - <money>)" },
  { 2, "least(<money>, <money>)" },
  { 2, "most(<money>, <money>)" },
  { 2, "((<money>) * <small>)" },
  { 3, '((<money>) * <share>):rounded("<rounding>")' },
  { 2, '((<money>) * <share>):rounded("<rounding>", <unit>)' },
  { 1, '(<money>):rounded("<rounding>", <unit>)' },
  { 2, "first_of((<money>):split(<small>, <small>))" },
  { 2, "second_of((<money>):split(<small>, <small>))" },
  { 1, "((r.<money_field> or yuan(0)) * <share>)" }, -- not whole fen, for some
  { 1, "(-(<money>))" },
  { 1, "r.<money_field>" }, -- nothing, for some
  { 1, "AMOUNTS[<number>]" }, -- nothing, for some
  { 1, "({ [\"高\"] = yuan(1), [\"低\"] = yuan(2) })[r.tier]" }, -- nothing, for some
  { 6, "(function () local t = { <money>, <money_constant> } <list_change> local all = yuan(0) for _, v in ipairs(t) do all = all + v end return all end)()",
    habit = "tables" },
  { 4, "at_depth(<depth>, function () return <money> end)", habit = "depth" },
}

grammar.number = {
  { 3, "<small>" },
  { 3, "(r.<number_field> or <small>)" },
  { 2, "(<day>):month()" },
  { 2, "(<day>):year()" },
  { 2, "(<day>):day()" },
  { 2, "age_on(<day>, <day>)" },
  { 1, "(<number> + <number>)" },
  { 1, "(<number>) % 7" },
  { 1, "math.max(<number>, <number>)" },
  { 1, "#(<text>)" },
  { 1, "r.<number_field>" }, -- nothing, for some
  { 3, "(function () local t = <entries> <list_change> return #t end)()", habit = "tables" },
  { 3, "(function () local t = <entries> <change> return entries_of(t) end)()", habit = "tables" },
  { 3, "sum_down(<depth>, function () return <number> end)", habit = "depth" },
  { 1, "by_two(<small> + <small>)", habit = "depth" },
}

grammar.text = {
  { 6, '"<text_constant>"' },
  { 2, '(r.<coded_field> or "<text_constant>")' },
  { 2, '(r.<label_field> or "<text_constant>")' },
  { 1, '"至" .. tostring(<day>)' },
  { 1, '"计" .. <number>' },
  { 1, '"元" .. <money>' },
  { 1, 'string.format("%s、%d", <text>, <number>)' },
  { 1, "r.<text_field>" },
  { 2, "(function () local t = { <text>, <text> } <list_change> return table.concat(t, <text>) end)()", habit = "tables" },
}

-- A number of which two values are walked at load: what goes wrong for others goes wrong for a resident.
grammar.later_number = {
  { 1, "r.as_of:month()" },
  { 3, "(<day>):month()" },
  { 3, "(<day>):day()" },
}

-- A rule's own table t: what it begins as, ...
grammar.entries = {
  { 3, "{}" },
  { 2, "{ <small>, <small>, <small>, <small> }" },
  { 2, "{ <number>, <number> }" },
  { 1, '{ "<text_constant>", "<label>", "<text_constant>" }' },
  { 2, "{ <text>, <text> }" },
  { 1, "{ <money_constant>, <money_constant>, <money_constant> }" },
  { 2, "{ <money>, <money> }" },
}

grammar.key = {
  { 8, "<small>" },
  { 3, "<number>" },
  { 4, "<later_number>" },
  { 2, '"<label>"' },
  { 2, "(r.<label_field> or <small>)" },
  { 1, "r.<label_field>" }, -- nothing, for some: an error where it is written
}

-- ... what becomes of it as a list, without gaps for most, whatever it holds, ...
grammar.list_change = {
  { 3, "t[#t] = nil" },
  { 3, "t[#t + 1] = t[1]" },
  { 3, "t[#t + 1] = t[#t]" },
  { 3, "table.remove(t)" },
  { 3, "if #t > <small> then table.remove(t, <small>) end" },
  { 3, "table.insert(t, t[1])" },
  { 2, "if #t > <small> then table.insert(t, <small>, t[<small>]) end" },
  { 3, "for i = #t, 1, -1 do if <condition> then table.remove(t, i) end end" },
  { 2, "for i, v in ipairs(t) do if v == t[<small>] and i < 9 then table.insert(t, v) end end" },
  { 2, "while #t > <small> do table.remove(t, 1) end" },
  { 2, "repeat t[#t] = nil until #t <= <small>" },
  { 2, "for i = 1, <later_number> do t[i] = t[1] end" },
  { 1, "while #t < <later_number> do t[#t + 1] = t[1] end" }, -- without end, for some
  { 1, "t[<later_number>] = t[1]" }, -- a gap, for some
  { 2, "t[<later_number> - 2] = nil" },
  { 1, "table.remove(t, <later_number> - <small>)" }, -- beyond the end, for some
  { 1, "table.insert(t, <later_number>, t[1])" },
  { 3, "if <condition> then <list_change> else <list_change> end" },
  { 6, "<list_change> <list_change>" },
  { 1, "for _ = 1, 20 do <list_change> end" },
}

-- ... or as a table of any keys, ...
grammar.change = {
  { 3, "t[<small>] = nil" },
  { 3, "t[<key>] = nil" },
  { 3, "t[<key>] = t[1]" },
  { 2, "t[<key>] = t[<key>]" },
  { 2, "t[1], t[2] = t[2], t[1]" },
  { 2, "for k in pairs(t) do if <condition> then t[k] = nil end end" },
  { 2, "for k, v in pairs(t) do t[k] = nil t[<key>] = v end" },
  { 2, "for i = 1, <later_number> do t[i * 3] = t[1] end" },
  { 3, "if <condition> then <change> else <change> end" },
  { 6, "<change> <change>" },
  { 1, "for _ = 1, 20 do <change> end" },
}

-- ... and what is said of it.
grammar.said_of_list = {
  { 3, "#t <order> <small>" },
  { 3, "#t <order> <number>" },
  { 2, "t[#t] == t[1]" },
  { 2, "<said_of_table>" },
}

grammar.said_of_table = {
  { 3, "t[<small>] ~= nil" },
  { 3, "t[<key>] ~= nil" },
  { 2, "t[<key>] == t[<key>]" },
  { 3, "entries_of(t) <order> <small>" },
  { 1, "t[1] and t[2] and t[1] <order> t[2]" },
}

-- What an article gives an effect, by the effect's type.
grammar.value_of_flag = {
  { 3, "true" },
  { 1, "false" },
  { 2, "function (r, e) return <condition> and true or false end" },
  { 1, "function (r, e) if <condition> then return <condition> and true or false end end" },
}

grammar.value_of_date = {
  { 3, "<day_constant>" },
  { 3, "function (r, e) return <day> end" },
  { 2, "function (r, e) if <condition> then return <day> end return <day> end" },
  { 1, "function (r, e) if <condition> then return <day> end end" },
}

grammar.value_of_money = {
  { 3, "<money_constant>" },
  { 3, "function (r, e) return <money> end" },
  { 2, "function (r, e) if <condition> then return <money> end return <money> end" },
  { 1, "function (r, e) if <condition> then return <money> end end" },
}

grammar.value_of_text = {
  { 3, '"<text_constant>"' },
  { 2, "function (r, e) return <text> end" },
  { 1, "function (r, e) if <condition> then return <text> end end" },
}

return grammar
