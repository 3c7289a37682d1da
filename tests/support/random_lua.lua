-- random_lua.lua - random programs in Lua, for whoever rewrites Lua: expressions of all operators over numbers, texts and
-- truth values, in statements of all kinds, with blanks, line ends and remarks wherever they may stand. The same seed, the same program.
local random_lua = {}

local pick, depth, room -- of the program at hand

local function one_of(list) return list[pick(#list)] end

local blanks = { " ", " ", " ", " ", " ", "\n", "\t", "\r\n", " -- == t[x]\n", "--[[ ~= [a] ]]", "--[==[\n]] == ]==]", " --[ x\n" }
local function b() return one_of(blanks) end

local numbers = { "0", "1", "2", "3", "7", ".5", "1.", "0x10", "0x1p4", "3e-2", "3E+2", "0x.8p-1", "1e2", "0xA" }
local texts = { '"a"', "'b'", "[[a]]", "[=[\n]]b]=]", '"\\"=="', '"\\z\n  a"', "'\\\n'", '"a[b]"', '"--"', '"\\x61"' }
local names = { "n", "m", "k", "s", "u", "yes", "no", "t", "none" }
local binary = { "+", "-", "*", "/", "//", "%", "^", "..", "&", "|", "~", "<<", ">>", "<", ">", "<=", ">=", "and", "or", "==", "~=",
  "==", "~=", "==", "~=", "==", "~=" }

local expression, block

local function list(most)
  local items = {}
  for i = 1, pick(most) do items[i] = expression() end
  return table.concat(items, b() .. "," .. b())
end

local function tabular()
  local items = {}
  for i = 1, pick(4) - 1 do
    local kind = pick(3)
    items[i] = kind == 1 and expression() or kind == 2 and "x" .. b() .. "=" .. b() .. expression()
      or "[ " .. expression() .. b() .. "]" .. b() .. "=" .. b() .. expression()
  end
  return "{" .. table.concat(items, one_of { ",", ";", " ;\n" }) .. b() .. "}"
end

local function arguments()
  return one_of { function () return "(" .. list(3) .. ")" end, function () return "()" end, function () return " " .. one_of(texts) end, tabular }()
end

-- What may be called and indexed.
local function prefix()
  local text = pick(4) == 1 and "(" .. b() .. expression() .. b() .. ")" or one_of { "t", "f", "g", "t", "s" }
  for _ = 1, pick(3) - 1 do
    text = text .. one_of { function () return b() .. "." .. b() .. one_of { "x", "y" } end,
      function () return "[ " .. expression() .. b() .. "]" end, arguments,
      function () return ":" .. one_of { "rep", "x", "len" } .. arguments() end }()
  end
  return text
end

local function funct() return "function" .. b() .. one_of { "()", "(n, ...)", "(...)", "(_, t)" } .. b() .. block(true) .. b() .. "end" end

function expression()
  depth = depth + 1
  room = room - 1
  local kind, text = depth > 7 and pick(4) or room < 0 and pick(4) or pick(22)
  if kind == 1 then text = one_of(numbers)
  elseif kind == 2 then text = one_of(texts)
  elseif kind == 3 then text = one_of { "nil", "true", "false", "..." }
  elseif kind == 4 then text = one_of(names)
  elseif kind == 5 then text = tabular()
  elseif kind == 6 then text = funct()
  elseif kind == 7 then text = "(" .. b() .. expression() .. b() .. ")"
  elseif kind == 8 then text = prefix()
  elseif kind <= 11 then text = one_of { "- ", "#", "~", "not ", "not\n", "-" .. b() } .. expression()
  else text = expression() .. b() .. one_of(binary) .. b() .. expression() end
  depth = depth - 1
  return text
end

local statements = {
  function () return "local n" .. one_of { "", "<const>", " <const> ", ", m <const>" } .. b() .. "=" .. b() .. list(2) end,
  function () return one_of { "n", "t.x", "t[ " .. expression() .. "]", "n, t.y", "t[ n ], m" } .. b() .. "=" .. b() .. list(3) end,
  function () return one_of { "f", "g", "(f or g)", "(" .. expression() .. ")", "t.x", ";(f)" } .. arguments() end,
  function () return "if " .. expression() .. " then " .. block() .. " elseif " .. expression() .. b() .. "then " .. block() .. " else " .. block() .. " end" end,
  function () return "while " .. expression() .. " do " .. block() .. b() .. "break end" end,
  function () return "repeat " .. block() .. " until " .. expression() .. " or true" end,
  function () return "for i = 1" .. b() .. ", 2 do " .. block() .. " end" end,
  function () return "for i, v in f( " .. expression() .. ") do " .. block() .. " end" end,
  function () return "do " .. block() .. " goto l" .. room .. " end ::l" .. room .. "::" end,
  function () return "local function h" .. one_of { "()", "(...)" } .. " " .. block(true) .. " end" end,
  function () return one_of { "function f", "function t.z", "function t:z" } .. "() " .. block(true) .. " end" end,
  function () return ";" end,
}

function block(returns)
  depth = depth + 1
  local text = {}
  for _ = 1, depth > 5 and 1 or pick(3) do text[#text + 1] = one_of(statements)() end
  if returns and pick(2) == 1 then text[#text + 1] = "return" .. b() .. list(2) .. one_of { "", ";" } end
  depth = depth - 1
  return table.concat(text, b())
end

-- A program that gives back a list of what its expressions come to, as they do. Many do not compile: an
-- argument too many, `...` where there is none. `choose(n)` gives 1 to n.
function random_lua.program(choose)
  pick, depth, room = choose, 0, 20
  local text = {}
  for i = 1, pick(3) do
    room = 20
    text[i] = pick(3) == 1 and one_of(statements)() or "note(" .. b() .. expression() .. b() .. ")"
  end
  return table.concat(text, b()) .. b()
end

return random_lua
