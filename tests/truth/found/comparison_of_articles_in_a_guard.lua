policy { place = "试县", full_place = "安徽省试州市试县", division = "990001", year = 2023, notice = "试〔2022〕1号（虚构）",
         issued = date "2022-09-01", collection = { from = date "2022-10-01", to = date "2022-12-31" } }
article "一" "基本" { eligible = true, }
article "二" "基本" { premium = yuan(350), fiscal = yuan(610), }
article "三" "基本" { deadline = date "2023-07-30", }
article "五5" "要旨五5" { deadline = function (r, e) if r.returning_migrant then return r.birth_date end return date "2023-01-28" end, }
article "五6" "要旨五6" { when = function (r, e) return date "2023-01-28" > (e.benefit_to or date "2022-12-31") end, }
