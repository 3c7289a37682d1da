-- A new thread gets its place beside its maker's; what it may use from then on is what its maker may.
local run = require "tests.support.run"

local function unit(before, count, times)
  local result = run(("%s%s/unit threads processors %d %d"):format(before, run.build, count, times))
  assert.equal("", result.err)
  assert.equal(0, result.code)
  return result.out
end

-- The first processor that this process may use.
local function one()
  for line in io.lines("/proc/self/status") do
    local first = line:match("^Cpus_allowed_list:%s*(%d+)")
    if first then return first end
  end
end

describe("threads that live as long as one call", function()
  it("may use every processor of their caller, who keeps his", function()
    for _, count in ipairs { 1, 2, 5 } do
      local called = count * 40
      assert.equal(("%d called, %d with the caller's processors\nthe caller has his\n"):format(called, called),
        unit("", count, 40))
    end
  end)

  it("may use no other than their caller's only one", function()
    local alone = unit("taskset -c " .. one() .. " ", 2, 20)
    assert.equal("40 called, 40 with the caller's processors\nthe caller has his\n", alone)
  end)
end)
