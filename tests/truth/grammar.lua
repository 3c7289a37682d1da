-- grammar.lua - what random rules look like: for each kind of expression its productions, { weight, template }. <name> in a
-- template is another kind, or a word that script_generator.lua fills in (<label>, <date_field> …). The first production of
-- a kind has no kinds in it: it ends what would become too deep, and is what shrinking puts in a larger one's place.

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
