-- tries: build on a script that is not there
-- load: 3, there is no script “anhui/1999”
policy { place = "攻县", year = 2024, based_on = "anhui/1999" } --!
