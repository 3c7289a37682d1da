policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
effect "own1" { type = "date", title = "自有1", output = true }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "1962-06-28", }
article "四" "基本" { benefit_from = date "2023-01-01", benefit_to = date "2023-12-31", }
article "五1" "要旨五1" { opens = function (r, e) if r.residence_permit then return r.as_of end return r.as_of end, }
article "五2" "要旨五2" { opens = date "2023-01-28", }
article "五3" "要旨五3" { own1 = function (r, e) return (r.died_on + years(250)) end, }
combine "opens" { "一", highest = true }
