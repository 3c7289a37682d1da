-- guards.lua - is, any, all, none, and ways to count a period: functions that rules are put together from. Each is pure; labels
-- are checked where they are written.

local host = ...
local tr, fail = host.tr, host.fail

local words = {}

---- guards ----

-- The labels of guards that ask for nothing but one of them.
local labels_of = setmetatable({}, { __mode = "k" })

-- One question, however many labels there are: which of them it is makes no other case.
local function guard_of_labels(labels)
  local guard
  if #labels == 1 then
    local label = labels[1]
    guard = function (r) return r:has(label) end
  else
    local has_any, list = host.has_any, host.label_list(labels)
    guard = function (r) return has_any(r, list) end
  end
  labels_of[guard] = labels
  return guard
end

local function add_member(word, list, member)
  local labels = labels_of[member]
  if type(member) == "string" then
    host.label(member)
    labels = { member }
  elseif type(member) ~= "function" then
    fail(nil, tr("%s takes labels and guards, not %s"):format(word, host.in_words(member)))
  end
  local last = list[#list]
  if not labels then
    list[#list + 1] = member
  elseif word ~= "all" and type(last) == "table" then
    for _, label in ipairs(labels) do last[#last + 1] = label end
  else
    list[#list + 1] = table.move(labels, 1, #labels, 1, {})
  end
end

local function guards_of(word, members)
  if type(members) == "string" or type(members) == "function" then members = { members } end
  if host.kind(members) ~= "table" or #members == 0 then fail(nil, tr("%s takes a list: %s { … }"):format(word, word)) end
  local list = {}
  for i = 1, #members do add_member(word, list, members[i]) end
  for i = 1, #list do
    if type(list[i]) == "table" then list[i] = guard_of_labels(list[i]) end
  end
  for key in host.pairs(members) do
    if math.type(key) ~= "integer" then fail(nil, tr("%s takes a plain list of labels and guards"):format(word)) end
  end
  return list
end

function words.is(label)
  if type(label) ~= "string" then fail(nil, tr("is takes one label: is \"低保对象\"")) end
  host.label(label)
  local guard = guard_of_labels { label }
  return guard
end

function words.any(members)
  local list = guards_of("any", members)
  if #list == 1 and labels_of[list[1]] then return list[1] end
  return function (r, e)
    for i = 1, #list do
      local answer = list[i](r, e)
      if answer and (answer == true or host.truth(answer)) then return true end
    end
    return false
  end
end

function words.all(members)
  local list = guards_of("all", members)
  return function (r, e)
    for i = 1, #list do
      local answer = list[i](r, e)
      if not answer or answer ~= true and not host.truth(answer) then return false end
    end
    return true
  end
end

function words.none(members)
  local list = guards_of("none", members)
  return function (r, e)
    for i = 1, #list do
      local answer = list[i](r, e)
      if answer and (answer == true or host.truth(answer)) then return false end
    end
    return true
  end
end

local function guard_or_nil(word, number, value)
  if value == nil or type(value) == "function" then return value end
  if type(value) == "string" then fail(number, tr("%s: write when = is \"%s\""):format(word, value)) end
  fail(number, tr("%s: when takes is, any, all, none or a function of the resident, not %s"):format(word, host.in_words(value)))
end

---- periods ----

local days_of, months_of = host.amounts.days, host.amounts.months

function words.last_day(from, span, counting)
  counting = counting or "civil_code"
  if counting == "civil_code" then
    local last = from + span
    return last
  elseif counting == "start_day_counts" then
    local last = from + span - days_of(1)
    return last
  elseif host.kind(span) ~= "months" then
    fail(nil, tr("“%s” counts months: last_day(from, months(3), \"%s\")"):format(counting, counting))
  elseif counting == "from_month" then
    local last = from:first_of_month() + span - days_of(1)
    return last
  elseif counting == "from_next_month" then
    local last = from:first_of_next_month() + span - days_of(1)
    return last
  end
  host.fail_name(nil, tr("there is no way of counting “%s”"):format(tostring(counting)), tostring(counting),
    { "civil_code", "start_day_counts", "from_month", "from_next_month" })
end

-- Whole years on a day; asked by halving, so that a resident's age is seven comparisons and not a number of days.
function words.age_on(birth, day)
  local low, high = 0, 127
  while low < high do
    local middle = (low + high + 1) // 2
    if birth + months_of(12 * middle) <= day then low = middle else high = middle - 1 end
  end
  return low
end

function words.age_at_least(birth, years, day)
  local reached = birth + months_of(12 * years) <= day
  return reached
end

return { words = words, guard_or_nil = guard_or_nil }
