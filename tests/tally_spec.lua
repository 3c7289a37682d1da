-- The count that closes make test: only what really ran counts, and nothing that went wrong is overlooked.
local run = require("tests.support.run").shell

-- Runs the tally with a busted and a program that say the given and end with the given.
local function tally(specs, specs_status, cases, cases_status)
  local folder = select(2, run "mktemp -d"):match "%S+"
  local function script(path, says, status)
    local file = assert(io.open(folder .. "/" .. path, "w"))
    file:write("#!/bin/sh\ncat <<'END'\n", says, "\nEND\nexit ", status, "\n")
    file:close()
    run("chmod +x " .. folder .. "/" .. path)
  end
  script("busted", specs, specs_status)
  if cases then script("canbao", cases, cases_status) end
  local status, text = run(("PATH=%s:$PATH CANBAO_BUILD=%s lua5.4 tests/support/tally.lua test"):format(folder, folder))
  run("rm -rf " .. folder)
  return status, text:match "([^\n]*)\n$"
end

local specs = "+++\n3 successes / 0 failures / 0 errors / 0 pending : 0.1 seconds"
local cases = "Scripts\nlingbi/2023   5  5  0\n\n5 cases passed, 0 failed"

describe("the tally of make test", function ()
  it("sums the specs and the counties' cases", function ()
    local status, line = tally(specs, 0, cases, 0)
    assert.are.equal("8 passed, 0 failed", line)
    assert.are.equal(0, status)
  end)

  it("counts failures and errors of specs", function ()
    local status, line = tally("1 success / 1 failure / 2 errors / 0 pending : 0.1 seconds", 3, cases, 0)
    assert.are.equal("6 passed, 3 failed", line)
    assert.are.equal(1, status)
  end)

  it("counts a pending spec as failed, since it proves nothing", function ()
    local status, line = tally("3 successes / 0 failures / 0 errors / 1 pending : 0.1 seconds", 0, cases, 0)
    assert.are.equal("8 passed, 1 failed", line)
    assert.are.equal(1, status)
  end)

  it("counts a busted that did not come to an end as a failure", function ()
    local status, line = tally("+++", 139, cases, 0)
    assert.are.equal("5 passed, 1 failed", line)
    assert.are.equal(1, status)
  end)

  it("counts a busted that fails beyond its specs as a failure", function ()
    local status, line = tally(specs, 1, cases, 0)
    assert.are.equal("8 passed, 1 failed", line)
    assert.are.equal(1, status)
  end)

  it("counts failed cases of a county", function ()
    local status, line = tally(specs, 0, "5 cases passed, 2 failed", 1)
    assert.are.equal("8 passed, 2 failed", line)
    assert.are.equal(1, status)
  end)

  it("counts a program that ran no case, or ended badly, as a failure", function ()
    assert.are.equal("3 passed, 1 failed", select(2, tally(specs, 0, "nothing found", 0)))
    assert.are.equal("8 passed, 1 failed", select(2, tally(specs, 0, cases, 3)))
  end)

  it("counts a program that was not built as a failure", function ()
    local status, line = tally(specs, 0)
    assert.are.equal("3 passed, 1 failed", line)
    assert.are.equal(1, status)
  end)
end)
