-- SECURITY.md names a test for each promise: each must be there, and say what the page says it does.

local read = require "tests.support.program".read

local page = assert(read "SECURITY.md")

describe("SECURITY.md", function ()
  it("lists 27 properties, each with a test that is there", function ()
    local number = 0
    for line in page:gmatch "[^\n]+" do
      local n, rest = line:match "^| (%d+) | (.+)$"
      if n then
        number = number + 1
        assert.equal(number, tonumber(n))
        local path, sentence = rest:match '`(tests/[%w_/%.]+)` ?"?([^"|]*)"? |$'
        local text = assert(path and read(path), line)
        assert.truthy(text:find(sentence:match "^(.-)%s*$", 1, true), line)
      end
    end
    assert.equal(27, number)
  end)

  it("names no file that is not there", function ()
    local names = 0
    for path in page:gmatch "`(tests/[%w_/%.]+)`" do
      names = names + 1
      assert.truthy(read(path) or os.rename(path, path), path)
    end
    assert.is_true(names > 25)
  end)

  it("gives the limits that hold", function ()
    local header = assert(read "include/canbao.h")
    for default, member in page:gmatch "\n| [^|\n]+ | ([%d,]+)[^|\n]* | `%-%-limit[^|\n]+ | `([%w_]+)` |" do
      local plain = default:gsub(",", "")
      assert.truthy(header:find("int64_t " .. member .. ";[^\n]*" .. plain), member)
    end
  end)
end)
