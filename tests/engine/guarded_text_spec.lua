-- The text that Lua is given in place of a script's: it means what the script means, on the same lines.

local run = require "tests.support.run"
local random_lua = require "tests.support.random_lua"
local outcome = require "tests.support.lua_outcome"

-- Meaning what == and a key mean in Lua, so that only what became of the text can differ.
local words = {
  canbao_compares_kinds = function (_, a, b) return a == b end,
  canbao_takes_key = function (key) return key end,
  canbao_length_of = function (list) return #list end,
}

local escapes = { ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ["\0"] = "\\0" }

-- Each program's text anew; false where there is none.
local function guarded(programs)
  local lines, texts, at = {}, {}, 1
  for i, text in ipairs(programs) do lines[i] = text:gsub("[\\\n\r\t%z]", escapes) end
  local result = run.command({ run.build .. "/unit", "script", "guarded" }, table.concat(lines, "\n") .. "\n")
  assert.same({ 0, "" }, { result.code, result.err })
  for i = 1, #programs do
    local size, after = result.out:match("^(%-?%d+)\n()", at)
    size = tonumber(size)
    texts[i] = size >= 0 and result.out:sub(after, after + size - 1)
    at = after + (size >= 0 and size + 1 or 0)
  end
  return texts
end

local function count_lines(text) return select(2, text:gsub("\n", "")) end

local function assert_alike(programs)
  for i, text in ipairs(guarded(programs)) do
    local before = programs[i]
    local expected, got = outcome(before, words), text and outcome(text, words)
    assert.equal(expected, got, ("%s\nbecame\n%s\n"):format(before, text))
    assert.equal(count_lines(before), count_lines(text))
  end
end

describe("a script's text anew", function ()
  it("means the same, whatever stands beside a comparison or a key", function ()
    assert_alike {
      "note(not n == m, not (n == 3), -n == -3, #s == 1, ~n == ~3, 2 ^ 2 == 4, -2 ^ 2 == -4)",
      "note(n == 3 == yes, n ~= 3 == no, n < 4 == yes, 1 == 1 < {}, n == m == no ~= no)",
      "note(n == 3 and m ~= 2 or k == 1, s .. u == 'ab', n // 2 == 1, n << 1 == 6, n & 1 == 1, n ~ 1 == 2)",
      "note(g(n, m) == 3, (g()) == nil, ... == 1, 1 == ..., g(... == 1, ...), .5 == 5e-1, 0x1p4 == 16, s ..  .5 == 'a0.5')",
      "note(t[n == 3], t[g(1)], t[ [[x]] ], ({ [k] = n ~= m, [s] = 7 })[s], t[t[t[k]]], t[ -- ]\n k ])",
      "note(function () return n == m end == nil, (function (...) return ... == 1 end)(1), g { n == 3 }, s:rep(2) == 'aa')",
      "local a <const> = n == 3 local b, c = n ~= 3, t[k] note(a, b, c) do goto out end ::out:: note(n\n--[[ == ]] == --x\n3)",
      "local a = n == 1\n(f or g)(2)", "local a = n == '1'\n(f or g)(2)", "local a = n == nil\n(f or g)(2)",
      "local a = n == {}\n(f or g)(2)", "local a = n ~= function () end\n(f or g)(2)", "local a = n == ...\n(f or g)(2)",
      "local a = n == 1 == 2\n(f or g)(2)", "local a = n == s(f or g)(2)", "repeat local a = n until a == 3 (f or g)(2)",
      "note(#t, #t + 1, -#t, - - #t, #t == n, t[#t], #{ 1, 2 }, #{ n == m }, #(t), #t .. s, not #t, #s:rep(2), #'ab', #[[x]], 2 ^ #t, #t // 1)",
      "note(##s, #-n, #t ^ 2, #s == #t, #t[k] == 1, #f { n == 3 }, #f'a', # --x\n t, n == #t, #t ~= #s == true, { [#t] = #t }[#t], #...)",
      "local a = #t\n(f or g)(2)", "local a = #s\nlocal b = #{}\nfor i = 1, #t do note(i, #t > i and #t or #s) end", "note(#nil)", "note(#n)",
      "local function a(...) local b = #...\n(f or g)(2) return#t end note(not#t, n and#t, a(t, 1), #t>0 and#t<5)", "local a = #{ 1 }\n(f or g)(2)",
      "note(0x.8p-1 == n, #0x.8p-1, 1e-5 == n, 1E+2 == 100.0, 0xep1 == n)",
      "note(n ==\n nil + 1)\nt.x.y.z()\n", "local a = n ==\n  3\nlocal b = a ~=\n true\nerror 's'",
    }
  end)

  it("means the same in random programs", function ()
    local seed = 7
    local function choose(n)
      seed = (seed * 1103515245 + 12345) % 2147483648
      return seed // 65536 % n + 1
    end
    local programs = {}
    while #programs < 4000 do
      local text = random_lua.program(choose)
      if load(text, "=s", "t") then programs[#programs + 1] = text end
    end
    assert_alike(programs)
  end)

  it("can be read wherever the old one can, in every script of this tree", function ()
    local programs = {}
    local pipe = assert(io.popen "find rules examples scripts tests engine -name '*.lua'")
    for path in pipe:lines() do
      local file = assert(io.open(path, "rb"))
      local text = file:read "a"
      file:close()
      if load(text, "=s", "t") and not text:find("_ENV", 1, true) and not text:find("canbao_", 1, true) then programs[#programs + 1] = text end
    end
    pipe:close()
    local changed = 0
    for i, text in ipairs(guarded(programs)) do
      assert(load(text, "=s", "t"))
      assert.equal(count_lines(programs[i]), count_lines(text))
      if text ~= programs[i] then changed = changed + 1 end
    end
    assert.is_true(changed > 100)
  end)

  it("is made or refused, and no more, of a text that is broken, deep or long", function ()
    local broken = {}
    local function put(text) broken[#broken + 1] = text end
    for _, piece in ipairs { "==", "a ~=", "[", "]", "a[", "[[", "[=", "a == function", "a == (", "{ [", "a == -", "a == ..", "a == x.",
      "a == 'x", "a == not", "end", "until a ==", "\0 == \0", "a == \200" } do
      put(piece)
      put("local x = " .. piece)
    end
    for _, open in ipairs { "(", "[", "{ [", "t[", "f(a == ", "- " } do put("x = " .. open:rep(10000) .. "a == b") end
    put("x = a" .. (" == b"):rep(100000))
    put("x = a" .. (" < b"):rep(100000) .. " == c")
    put(("x = t[k] "):rep(100000))
    assert.equal(#broken, #guarded(broken))
  end)
end)
