-- browser.lua - a page shown by a real browser without a window, and measured there.

local program = require "tests.support.program"
local browser = {}

local function find()
  for _, name in ipairs { "chromium", "chromium-browser", "google-chrome" } do
    local status, out = program.shell("command -v " .. name)
    if status == 0 then return (out:gsub("%s+$", "")) end
  end
end

browser.there = find()

-- What stands in the page's copy only: tells how far the page could be scrolled, and what stands beyond either edge.
local inside = [[
<script>
  const inner = window.innerWidth, outside = [];
  for (const e of document.body.querySelectorAll("*:not(script):not(thead):not(thead *)")) {
    const box = e.getBoundingClientRect();
    if (box.width > 0 && (box.right > inner + 0.5 || box.left < -0.5)) outside.push(e.tagName + ": " + e.textContent.slice(0, 40));
  }
  parent.postMessage([inner, document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight,
    document.querySelectorAll("figure svg[role=img]").length, outside.join(" | ")].join("~"), "*");
</script>
]]

-- A window has a least width; a frame in it has none.
local frames = [[
<!DOCTYPE html><html><body><div id="seen"></div>
<script>addEventListener("message", m => {
  for (const f of document.querySelectorAll("iframe")) if (f.contentWindow === m.source) {
    const p = document.createElement("p");
    p.textContent = f.id + "~" + m.data;
    document.getElementById("seen").append(p);
  }
});</script>
%s</body></html>
]]

--- Show pages, a list of { source, width }, all in one run: for each { width =, scroll =, height =, charts =, outside = }.
function browser.measure(folder, pages)
  local list, found = {}, {}
  for i, page in ipairs(pages) do
    local at = assert(page[1]:find("</body>", 1, true))
    program.write(("%s/inside%d.html"):format(folder, i), page[1]:sub(1, at - 1) .. inside .. page[1]:sub(at))
    list[i] = ('<iframe id="%d" src="inside%d.html" style="width: %dpx; height: 900px; border: 0"></iframe>\n'):format(i, i, page[2])
  end
  program.write(folder .. "/frames.html", frames:format(table.concat(list)))
  local status, out, err = program.shell(("%s --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir=%s --window-size=1400,1000"
    .. " --virtual-time-budget=3000 --dump-dom file://%s"):format(program.quote(browser.there), program.quote(folder .. "/browser"),
    program.quote(folder .. "/frames.html")))
  assert(status == 0, err)
  for i, inner, scroll, height, charts, outside in out:gmatch "<p>(%d+)~(%d+)~(%d+)~(%d+)~(%d+)~(.-)</p>" do
    found[tonumber(i)] = { width = tonumber(inner), scroll = tonumber(scroll), height = tonumber(height), charts = tonumber(charts),
                           outside = outside }
  end
  assert(#found == #pages, err)
  return found
end

return browser
