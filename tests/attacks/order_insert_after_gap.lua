-- tries: let table.insert find the end of a list with gaps that a rule has made
-- load: 3, a list with gaps has no length: of the entries 1 to 3 there are 2
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "孔" { subsidy = function ()
  local list = { [1] = 1, [3] = 3 }
  table.insert(list, 4) --!
  return yuan(list[2] or 4)
end }
