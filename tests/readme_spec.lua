-- The READMEs' examples, run as a reader would run them: one after the other, in a copy of the tree. A block of shell
-- after <!-- run --> must end with 0 (or with the status of <!-- run exit=N -->); a block after <!-- prints --> holds
-- lines that the block before it must have printed. The READMEs' links must lead somewhere.

local build = require("tests.support.run").build

local quote = require("tests.support.run").quote

local run = require("tests.support.run").shell

local function read(path)
  local file = assert(io.open(path, "r"))
  local text = file:read "a"
  file:close()
  return text
end

-- A private copy of what the examples touch; the program is the built one.
local function copy_of_the_tree()
  local _, folder = run "mktemp -d"
  folder = folder:match "%S+"
  local status, text = run(('cp -R rules scripts examples %s/ && ln -s "$(realpath %s)" %s/build')
    :format(quote(folder), quote(build), quote(folder)))
  assert(status == 0, text)
  return folder
end

local function blocks_of(text)
  local blocks, pending, fence = {}, nil, nil
  local number = 0
  for line in (text .. "\n"):gmatch "(.-)\n" do
    number = number + 1
    local mark, rest = line:match "^<!%-%- (%a+)(.-) ?%-%->$"
    if fence then
      if line == "```" then
        blocks[#blocks + 1] = fence
        fence = nil
      else
        fence.lines[#fence.lines + 1] = line
      end
    elseif mark == "run" or mark == "prints" then
      pending = { kind = mark, exit = tonumber(rest:match "exit=(%d+)") or 0 }
    elseif pending and line:match "^```" then
      fence = { kind = pending.kind, exit = pending.exit, line = number + 1, lines = {} }
      pending = nil
    end
  end
  return blocks
end

for _, readme in ipairs {
  { path = "README.md", locale = "C.UTF-8", language = "en" },
  { path = "README.zh-CN.md", locale = "zh_CN.UTF-8", language = "zh_CN" },
} do
  describe(readme.path, function ()
    it("shows only examples that work as it says", function ()
      local folder = copy_of_the_tree()
      local printed, runs = nil, 0
      for _, block in ipairs(blocks_of(read(readme.path))) do
        local text = table.concat(block.lines, "\n")
        local where = ("%s:%d"):format(readme.path, block.line)
        if block.kind == "run" then
          local status
          status, printed = run(("cd %s && LC_ALL=%s LANGUAGE=%s CANBAO_RULES=\"$PWD/rules\" bash -e -c %s")
            :format(quote(folder), readme.locale, readme.language, quote(text)))
          printed = printed:gsub(folder:gsub("%p", "%%%0") .. "/", "")
          assert.are.equal(block.exit, status, where .. " ended with " .. tostring(status) .. ":\n" .. printed)
          runs = runs + 1
        else
          for _, line in ipairs(block.lines) do
            assert.is_truthy(("\n" .. printed):find("\n" .. line .. "\n", 1, true),
              ("%s: no line %q in\n%s"):format(where, line, printed))
          end
        end
      end
      run("rm -rf " .. quote(folder))
      assert.is_true(runs >= 5, "there are examples to run")
    end)

    it("links only to files that are there", function ()
      for target in read(readme.path):gmatch "%]%(([^)]+)%)" do
        if not target:match "^%a+:" then
          local file = io.open((target:gsub("#.*$", "")), "r")
          assert.is_truthy(file, target)
          file:close()
        end
      end
    end)

    it("names every verb the program has", function ()
      local _, help = run(quote(build) .. "/canbao --help --lang en")
      local text, verbs = read(readme.path), 0
      for verb in help:gmatch "\n  (%l+)  +%S" do
        verbs = verbs + 1
        assert.is_truthy(text:find("\n| `" .. verb .. "[ `]"), verb)
      end
      assert.is_true(verbs >= 9, help)
    end)
  end)
end

describe("make demo", function ()
  it("shows all three counties in under a minute", function ()
    local before = os.time()
    local status, text = run(("CANBAO_BUILD=%s LC_ALL=C.UTF-8 bash scripts/demo.sh"):format(quote(build)))
    assert.are.equal(0, status, text)
    for _, county in ipairs { "Lingbi", "Lezhi", "Linyi" } do assert.is_truthy(text:find(county, 1, true), county) end
    assert.is_truthy(text:find("The page lies at " .. build .. "/whatif.html", 1, true))
    assert.is_truthy(read(build .. "/whatif.html"):find "</html>%s*$")
    if build == "build" then assert.is_true(os.time() - before < 60) end
  end)

  it("speaks Chinese in a Chinese locale", function ()
    local status, text = run(("CANBAO_BUILD=%s LC_ALL=zh_CN.UTF-8 bash scripts/demo.sh"):format(quote(build)))
    assert.are.equal(0, status, text)
    assert.is_truthy(text:find("安徽灵璧", 1, true))
    assert.is_nil(text:find("How the townships stand", 1, true))
  end)
end)
