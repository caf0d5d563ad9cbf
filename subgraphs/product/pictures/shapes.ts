/** SVG shapes by category slug, on a canvas of 800 by 800. */
export const categoryShapes: Readonly<Record<string, string>> = {
  't-shirts':
    '<path d="M270 200 340 170Q400 225 460 170L530 200 650 310 570 380 540 345V640H260V345L230 380 150 310Z"/>',
  knitwear:
    '<path d="M280 190 345 165Q400 205 455 165L520 190 605 265 665 600 590 618 545 400V655H255V400L210 618 135 600 195 265Z"/><path fill="none" d="M255 610H545"/>',
  jackets:
    '<path d="M280 195 350 160H450L520 195 605 270 665 600 585 620 545 420V650H255V420L215 620 135 600 195 270Z"/><path fill="none" d="M350 160 400 240 450 160M400 240V650M300 500H360M440 500H500"/>',
  trousers:
    '<path d="M290 150H510L555 660H450L400 330 350 660H245Z"/><path fill="none" d="M285 205H515"/>',
  shoes:
    '<path d="M150 420 320 320Q390 410 510 435 660 465 660 545H150Z"/><path d="M140 545H670V590H140Z"/><path fill="none" d="M345 360 300 395M385 395 340 430"/>',
  bags: '<path fill="none" d="M310 330Q310 180 400 180 490 180 490 330"/><path d="M220 330H580L620 660H180Z"/>',
  kitchen:
    '<path fill="none" d="M520 330Q640 330 640 430 640 540 520 540"/><path d="M210 260H520V600Q520 650 470 650H260Q210 650 210 600Z"/>',
  bedroom:
    '<path d="M180 290Q400 235 620 290 655 425 620 560 400 615 180 560 145 425 180 290Z"/><path fill="none" d="M230 340Q400 300 570 340"/>',
  lighting: '<path fill="none" d="M400 410V630M290 635H510"/><path d="M310 180H490L580 410H220Z"/>',
  camping:
    '<path d="M400 180 690 620H110Z"/><path fill="none" d="M400 360 490 620M400 360 310 620M400 180V360"/>',
  cycling:
    '<g fill="none"><circle cx="250" cy="510" r="115"/><circle cx="560" cy="510" r="115"/><path d="M250 510 340 330H510L400 510H250M340 330 400 510M510 330 560 510M490 270H545L510 330M310 310H370"/></g>',
  stationery:
    '<path d="M240 160H570V650H240Z"/><path fill="none" d="M295 160V650M350 260H510M350 320H510M350 380H450"/>',
};

const jumper = categoryShapes['knitwear'] ?? '';
const tee = categoryShapes['t-shirts'] ?? '';
const trousers = categoryShapes['trousers'] ?? '';
const jacket = categoryShapes['jackets'] ?? '';

/** SVG shapes of products that look different from others of their category, by slug. */
export const productShapes: Readonly<Record<string, string>> = {
  'breton-stripe-tee': `${tee}<path fill="none" d="M262 430H538M260 500H540M260 570H540"/>`,
  'pocket-tee': `${tee}<path fill="none" d="M430 330H510V420L470 445 430 420Z"/>`,
  'chunky-cardigan': `${jumper}<path fill="none" d="M345 165 400 330 455 165M400 330V655"/><g fill="none"><circle cx="430" cy="390" r="8"/><circle cx="430" cy="460" r="8"/><circle cx="430" cy="530" r="8"/><circle cx="430" cy="600" r="8"/></g>`,
  'harbour-rain-jacket': `<path d="M310 180Q310 90 400 90 490 90 490 180L400 230Z"/>${jacket}`,
  'linen-drawstring-trousers': `${trousers}<path fill="none" d="M400 205Q370 250 380 300M400 205Q430 250 420 300"/>`,
  'straight-jeans': `${trousers}<path fill="none" d="M400 150V250M300 205Q310 270 275 280M500 205Q490 270 525 280M247 620H352M448 620H552"/>`,
  'ribbed-beanie':
    '<circle cx="400" cy="170" r="45"/><path d="M190 520Q190 215 400 215 610 215 610 520Z"/><path d="M170 520H630V630H170Z"/><path fill="none" d="M270 520V630M335 520V630M400 520V630M465 520V630M530 520V630"/>',
  'herringbone-scarf':
    '<path d="M440 330 560 640 470 675 370 380Z"/><path d="M330 330 300 680H400L430 380Z"/><path d="M250 240Q400 140 550 240 590 330 500 380 400 420 300 380 210 330 250 240Z"/><path fill="none" d="M310 290Q400 240 490 290"/><path fill="none" d="M320 680V715M350 680V715M380 680V715M490 672 503 704M520 660 533 692M548 648 561 680"/>',
  'light-down-vest':
    '<path d="M300 190 350 160H450L500 190 510 320 565 380V650H235V380L290 320Z"/><path fill="none" d="M400 200V650M245 420H555M237 500H563M236 580H564M350 160 400 200 450 160"/>',
  'chelsea-boots':
    '<path d="M270 160H430V430Q450 470 560 480 650 495 650 580H270Z"/><path d="M260 580H660V625H260Z"/><path fill="none" d="M330 270 350 400 370 270"/>',
  'felted-wool-slippers':
    '<path d="M140 500Q150 430 280 430H360Q430 370 530 400 670 440 670 560H150Q135 540 140 500Z"/><path d="M140 560H675V600H140Z"/><path fill="none" d="M360 430Q400 500 520 480"/>',
  'roll-top-backpack-22-l':
    '<path d="M270 230H530V300H270Z"/><path d="M240 300H560L590 660H210Z"/><path fill="none" d="M340 230Q340 150 400 150 460 150 460 230M280 440H520V580H280ZM370 440V480H430V440"/>',
  weekender:
    '<path fill="none" d="M300 370Q300 220 400 220 500 220 500 370"/><path d="M150 370H650L680 610H120Z"/><path fill="none" d="M145 430H655M280 370V610M520 370V610"/>',
  'cable-pouch':
    '<path d="M160 330H640V570Q640 600 610 600H190Q160 600 160 570Z"/><path fill="none" d="M160 390H590"/><path fill="none" d="M590 390V450"/><circle cx="590" cy="470" r="18"/>',
  'chef-s-knife-20-cm':
    '<path d="M120 440H500V350Q250 350 120 440Z"/><path d="M500 345H680Q700 345 700 370V410Q700 425 680 425H500Z"/><g fill="none"><circle cx="560" cy="385" r="8"/><circle cx="630" cy="385" r="8"/></g>',
  'cast-iron-skillet':
    '<circle cx="320" cy="430" r="190"/><circle fill="none" cx="320" cy="430" r="145"/><path d="M480 325 650 200Q690 190 690 235L520 365Z"/>',
  'gooseneck-kettle':
    '<path fill="none" d="M530 330Q660 330 650 560"/><path fill="none" stroke-width="34" d="M260 560Q150 540 190 420 210 360 130 330"/><path d="M270 320H530L580 640H220Z"/><path d="M300 320Q300 260 400 260 500 260 500 320Z"/><circle cx="400" cy="245" r="18"/>',
  'hand-coffee-grinder':
    '<path d="M310 330H490V650H310Z"/><path d="M300 250H500V330H300Z"/><path fill="none" d="M400 250V190H580"/><circle cx="590" cy="165" r="28"/><path fill="none" d="M310 490H490"/>',
  'oak-chopping-board':
    '<path d="M250 230H550Q580 230 580 260V640Q580 670 550 670H250Q220 670 220 640V260Q220 230 250 230Z"/><circle fill="none" cx="400" cy="290" r="24"/><path fill="none" d="M280 390V600M340 420V560M460 400V610M520 430V570"/>',
  'wool-throw':
    '<path d="M190 250H610V610H190Z"/><path fill="none" d="M190 340H610M190 520H610M280 250V610M520 250V610"/><path fill="none" d="M210 610V660M270 610V660M330 610V660M390 610V660M450 610V660M510 610V660M570 610V660"/>',
  'buckwheat-pillow':
    '<path d="M170 300Q400 250 630 300 605 420 630 540 400 590 170 540 195 420 170 300Z"/>',
  'paper-pendant':
    '<path fill="none" d="M400 60V260"/><path d="M370 260H430Q590 320 590 440 590 560 430 620H370Q210 560 210 440 210 320 370 260Z"/><path fill="none" d="M260 345H540M215 410H585M215 475H585M260 540H540"/>',
  'jointed-desk-lamp':
    '<path fill="none" d="M300 640 250 430 450 290"/><circle cx="250" cy="430" r="18"/><path d="M420 230 520 330 640 380 480 190Z"/><path d="M210 640H390V665H210Z"/>',
  'down-sleeping-bag':
    '<path d="M300 250Q300 140 400 140 500 140 500 250L540 350 490 660H310L260 350Z"/><path fill="none" d="M345 265Q345 200 400 200 455 200 455 265 455 310 400 310 345 310 345 265ZM267 400H533M277 480H523M290 560H510"/>',
  'pocket-stove':
    '<path d="M330 500H470V640H330Z"/><path d="M370 420H430V500H370Z"/><path fill="none" d="M260 360 370 420M540 360 430 420M250 360H550"/><path d="M400 180Q470 260 430 330H370Q330 260 400 180Z"/>',
  'camp-lantern':
    '<path fill="none" d="M300 260Q300 140 400 140 500 140 500 260"/><path d="M290 260H510L530 310H270Z"/><path fill="none" d="M300 310V560M500 310V560"/><path d="M270 560H530L550 650H250Z"/><path d="M400 380Q440 430 420 480H380Q360 430 400 380Z"/>',
  'city-helmet':
    '<path d="M150 480Q150 240 400 240 650 240 650 480 400 540 150 480Z"/><path fill="none" d="M290 280Q260 370 280 500M400 240V515M510 280Q540 370 520 500M230 500 330 640 380 640 470 510"/>',
  'folding-lock':
    '<path d="M140 460H330V640H140Z"/><path fill="none" stroke-width="46" d="M240 440 330 220 560 260 640 470 350 550"/><circle cx="235" cy="550" r="26"/><path fill="none" d="M235 570V600"/>',
  'light-set':
    '<path d="M180 300H340V500H180Z"/><circle cx="260" cy="370" r="45"/><path fill="none" d="M180 460H340M100 330 140 345M90 400H135M100 470 140 450"/><path d="M470 300H630V500H470Z"/><circle cx="550" cy="370" r="45"/><path fill="none" d="M470 460H630M700 330 665 345M715 400H670M700 470 665 450"/>',
  'weekly-planner-as-pdf':
    '<path d="M230 150H490L580 240V650H230Z"/><path fill="none" d="M490 150V240H580M280 320H530M280 390H530M280 460H530M280 530H530M405 320V590"/>',
  'brass-fountain-pen':
    '<path d="M180 560 500 240 570 310 250 630 150 670Z"/><path d="M500 240 580 160Q600 150 620 170L650 200Q660 220 640 240L570 310Z"/><path fill="none" d="M180 560 250 630M150 670 215 605"/>',
};
