-- tries: build on any file of the machine
-- load: 3, based_on names a script of the rules
policy { place = "攻县", year = 2024, based_on = "/etc/passwd" } --!
