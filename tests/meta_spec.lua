-- The editor's definitions are made from the declarations, so they cannot drift from them.
local run = require("tests.support.run").shell

describe("make meta", function ()
  local status, text = run "lua5.4 scripts/meta.lua"

  it("writes Lua that an editor can read", function ()
    assert.are.equal(0, status, text)
    assert.is_truthy(load(text, "meta", "t"))
    assert.are.equal("---@meta", text:match "^[^\n]*")
  end)

  it("knows every field of rules/fields.lua but the set of identities, which is asked with r:has", function ()
    local file = assert(io.open("rules/fields.lua", "r"))
    local declared = 0
    for name in file:read("a"):gmatch '\nfield "([%w_]+)"' do
      declared = declared + 1
      local found = text:find("\n---@field " .. name .. " ", 1, true) or text:find("\n---@field " .. name .. "? ", 1, true)
      assert.are.equal(name ~= "identities", found ~= nil, name)
    end
    file:close()
    assert.is_true(declared >= 25)
  end)

  it("knows the effects and the measures of the programme", function ()
    for _, line in ipairs { "---@field premium? Money|fun(r: Resident, e: Effects): Money?", "---@field prize? fun(t: table): Money 工作奖励" } do
      assert.is_truthy(text:find("\n" .. line .. "\n", 1, true), line)
    end
  end)

  it("refuses to run when a word of the language has no signature", function ()
    local _, folder = run "mktemp -d"
    folder = folder:match "%S+"
    run(("mkdir -p %s/engine && cp -R engine/lua %s/engine/ && cp -R rules scripts %s/"):format(folder, folder, folder))
    run(("printf 'function W.soon(x)\\nend\\n' >> %s/engine/lua/words.lua"):format(folder))
    local said
    status, said = run(("cd %s && lua5.4 scripts/meta.lua"):format(folder))
    run("rm -rf " .. folder)
    assert.are.equal(1, status)
    assert.is_truthy(said:find("lacks the word soon", 1, true), said)
  end)
end)
