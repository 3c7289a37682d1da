-- markup.lua - a page read strictly: its texts in order, and figures as it writes them.

local markup = {}

local entities = { amp = "&", lt = "<", gt = ">", quot = '"', ["#39"] = "'" }

-- The texts of a page in order; an error where an element does not close, a tag is odd, or an & is no entity.
function markup.texts(source)
  local open, found, at = {}, {}, source:match "^<!DOCTYPE html>\n()"
  while true do
    local text, tag, rest = source:match("^([^<]*)<([^<>]+)>()", at)
    if not text then break end
    assert(not text:find(">", 1, true), "a bare > in: " .. text)
    local plain = text:gsub("&([^;]*);?", function (name) return assert(entities[name], "an odd entity: &" .. name) end)
    if open[#open] ~= "style" and plain:find "%S" then found[#found + 1] = plain end
    local name = tag:match "^/(%w+)$"
    if name then
      assert(table.remove(open) == name, "</" .. name .. "> closes nothing")
    else
      local left = tag:gsub("^%w+", ""):gsub("/$", ""):gsub('%s[%w-:]+="[^"<]*"', "")
      assert(left == "", "an odd tag: " .. tag)
      if tag:sub(-1) ~= "/" then open[#open + 1] = tag:match "^%w+" end
    end
    at = rest
  end
  assert(#open == 0, "left open: " .. table.concat(open, " "))
  assert(source:sub(at):find "^%s*$")
  return found
end

-- A figure as a page writes it; `plus`: with its sign.
function markup.grouped(n, plus)
  local sign, whole, fraction = ("%.2f"):format(n):match "^(-?)(%d+)(%.%d+)$"
  whole = whole:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", "")
  fraction = fraction:gsub("0+$", ""):gsub("%.$", "")
  return (sign == "-" and "−" or plus and n > 0 and "+" or "") .. whole .. fraction
end

return markup
