-- tries: fill the memory for one name only
-- eval: 5, rows
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "偶尔占满" {
  late = true,
  when = function (r)
    if r.name == "名3" then
      local all = {}
      for i = 1, 1e9 do all[i] = { i } end
    end
    return false
  end }
