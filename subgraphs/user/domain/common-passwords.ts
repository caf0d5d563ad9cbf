/**
 * The most common passwords from public lists of leaked passwords (such as SecLists), in lower case. Only those
 * with at least 8 characters: shorter ones are refused for their length.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 123123123 1234512345 123456123 12341234 123456789a
  11111111 00000000 22222222 55555555 66666666 77777777 88888888 99999999 111111111 0000000000
  87654321 987654321 0987654321 11223344 1122334455 112233445566 147258369 789456123 159753456
  147852369 123654789 741852963 123321123 10203040 12344321 11112222 12121212 20202020 69696969
  password password1 password12 password123 password1234 password! password1! passw0rd p@ssw0rd
  p@ssword pa$$word pa55word password01 mypassword changeme changeme1 letmein1 letmein123
  qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 1qaz2wsx 1q2w3e4r
  1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 zaq12wsx zaq1zaq1 qazwsxedc qazwsx123 1qazxsw2
  asdfghjk asdfghjkl asdf1234 asdfasdf zxcvbnm1 zxcvbnm123 zxcvbnm, qweasdzxc qweasd123 abcd1234
  abc12345 abc123456 abcdefgh abcdefg1 abcdefghi aa123456 a1234567 a12345678 a123456789 aaaaaaaa
  iloveyou iloveyou1 iloveyou2 loveyou1 ilovegod princess princess1 sunshine sunshine1 football
  football1 baseball baseball1 basketball superman superman1 batman123 spiderman starwars pokemon1
  pokemon123 dragon123 monkey123 shadow123 master123 michael1 michelle jennifer jessica1 jordan23
  charlie1 liverpool liverpool1 chelsea1 arsenal1 barcelona manchester computer internet samsung1
  whatever trustno1 welcome1 welcome123 welcome! admin123 admin1234 administrator root1234
  test1234 testtest testing1 testing123 guest123 user1234 login123 secret123 default1 access14
  butterfly chocolate elizabeth alexander alexandra christian christine benjamin nicholas danielle
  victoria veronica caroline babygirl babygirl1 lovelove hello123 helloworld hellohello freedom1
  blink182 chocolate1 cheese123 summer123 winter123 spring123 google123 facebook1 myspace1
  linkedin 123qweasd 123qwe123 qwe123456 1234qwer 12qwaszx 123abc456 147896325 159357159
  q1w2e3r4t5y6 corvette mercedes mustang1 midnight metallica nirvana1 slipknot iceman123`.split(
    /\s+/,
  ),
);
