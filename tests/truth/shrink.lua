-- shrink.lua - makes a difference small: rows, columns, cells, articles, guards and amounts go, as long as it stays.

local generator = require "tests.truth.script_generator"

local shrink = {}

-- ---- lists: as few as will do ----

--- The shortest part of a list, order kept, for which `holds` is true; halves go first, then ever smaller parts.
local function fewest(list, holds)
  local size = #list // 2
  while size >= 1 do
    local from, gone = 1, false
    while from <= #list do
      local rest = {}
      for i, item in ipairs(list) do
        if i < from or i >= from + size then rest[#rest + 1] = item end
      end
      if #rest > 0 and holds(rest) then
        list, gone = rest, true
      else
        from = from + size
      end
    end
    if not gone or size > #list then size = size // 2 end
  end
  return list
end

-- ---- rosters ----

local function with_rows(t, rows) return { as_of = t.as_of, steps = t.steps, headings = t.headings, rows = rows } end

local function without_column(t, column)
  local smaller = { as_of = t.as_of, steps = t.steps, headings = { table.unpack(t.headings) }, rows = {} }
  table.remove(smaller.headings, column)
  for i, row in ipairs(t.rows) do
    smaller.rows[i] = { table.unpack(row) }
    table.remove(smaller.rows[i], column)
  end
  return smaller
end

local function blanked(t, row, column)
  local rows = { table.unpack(t.rows) }
  rows[row] = { table.unpack(rows[row]) }
  rows[row][column] = ""
  return with_rows(t, rows)
end

local function smaller_roster(t, holds)
  t = with_rows(t, fewest(t.rows, function (rows) return holds(with_rows(t, rows)) end))
  for column = #t.headings, 1, -1 do
    local smaller = #t.headings > 1 and without_column(t, column)
    if smaller and holds(smaller) then t = smaller end
  end
  if #t.rows > 12 then return t end
  for row = 1, #t.rows do
    for column = 1, #t.headings do
      local smaller = t.rows[row][column] ~= "" and blanked(t, row, column)
      if smaller and holds(smaller) then t = smaller end
    end
  end
  return t
end

-- ---- scripts ----

local function copy(node)
  if type(node) == "string" then return node end
  local out = { kind = node.kind, optional = node.optional, parts = {} }
  for i, part in ipairs(node.parts) do out.parts[i] = copy(part) end
  return out
end

local function collect(node, kind, out)
  for _, part in ipairs(node.parts) do
    if type(part) == "table" then
      if part.kind == kind then out[#out + 1] = part end
      collect(part, kind, out)
    end
  end
  return out
end

local function length(node) return #generator.text(node) end

-- What may stand in a node's place, the shortest first.
local function stand_ins(node)
  local list = {}
  if node.optional then list[1] = "" end
  local least = generator.least(node.kind)
  if least and length(least) < length(node) then list[#list + 1] = least end
  local inner = collect(node, node.kind, {})
  table.sort(inner, function (a, b) return length(a) < length(b) end)
  for i = 1, math.min(#inner, 8) do list[#list + 1] = inner[i] end
  return list
end

-- One pass over the tree, the outer nodes first; true when something became smaller.
local function pass(root, node, holds)
  local changed = false
  for i, part in ipairs(node.parts) do
    if type(part) == "table" then
      for _, other in ipairs(stand_ins(part)) do
        node.parts[i] = other
        if holds(root) then
          changed = true
          break
        end
        node.parts[i] = part
      end
      if type(node.parts[i]) == "table" then changed = pass(root, node.parts[i], holds) or changed end
    end
  end
  return changed
end

--- The smallest script and roster found for which differs(tree, roster) is true; `seconds` bounds the search. A tree that is
-- a path, a county's, stays as it is.
function shrink.both(tree, t, differs, seconds)
  local stop = os.time() + (seconds or 120)
  local function in_time(...) return os.time() < stop and differs(...) end
  if type(tree) == "string" then
    return tree, smaller_roster(t, function (smaller) return in_time(tree, smaller) end)
  end
  tree = copy(tree)
  local rounds = 0
  repeat
    rounds = rounds + 1
    local before = length(tree) + #t.rows * #t.headings
    t = smaller_roster(t, function (smaller) return in_time(tree, smaller) end)
    while pass(tree, tree, function (root) return in_time(root, t) end) and os.time() < stop do end
  until length(tree) + #t.rows * #t.headings == before or rounds == 5 or os.time() >= stop
  return tree, t
end

return shrink
