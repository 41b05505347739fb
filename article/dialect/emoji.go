package dialect

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// emojis reads the names of emoji, :smile:, as the emoji that sites show for them. Only
// common names are known; others are left as text, because programmers write symbols
// and roles in the same way.
type emojis struct{}

func (e emojis) Extend(m goldmark.Markdown) { inline(m, e) }

func (emojis) Trigger() []byte { return []byte{':'} }

// maxEmoji is the longest name, in bytes, with its colons.
const maxEmoji = 34

func (emojis) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	end := bytes.IndexByte(line[1:min(len(line), maxEmoji)], ':')
	_, next := parent.LastChild().(*Words) // one right behind another
	if end < 1 || isWord(before) || before == ':' && !next {
		return nil
	}
	shown := emojiByName()[string(line[1:end+1])]
	size := end + 2
	if after, _ := utf8.DecodeRune(line[size:]); shown == "" || isWord(after) || after == '`' || bytes.HasPrefix(line[size:], []byte("::")) {
		return nil
	}
	block.Advance(size)
	return &Words{What: Title, Words: shown}
}

// emojiByName are the emoji by their names on GitHub.
var emojiByName = sync.OnceValue(func() map[string]string {
	words := strings.Fields(emojiNames)
	names := make(map[string]string, len(words)/2)
	for i := 0; i+1 < len(words); i += 2 {
		names[words[i]] = words[i+1]
	}
	return names
})

// emojiNames are names, each followed by its emoji.
const emojiNames = `
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 satisfied 😆 joy 😂 rofl 🤣 sweat_smile 😅 blush 😊 innocent 😇 wink 😉 relaxed ☺️
relieved 😌 heart_eyes 😍 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 stuck_out_tongue_winking_eye 😜 sunglasses 😎 nerd_face 🤓
smirk 😏 unamused 😒 disappointed 😞 pensive 😔 worried 😟 confused 😕 slightly_smiling_face 🙂 upside_down_face 🙃 frowning 😦 persevere 😣
tired_face 😫 weary 😩 cry 😢 sob 😭 triumph 😤 angry 😠 rage 😡 flushed 😳 scream 😱 fearful 😨 cold_sweat 😰 sweat 😓 hugs 🤗 thinking 🤔
neutral_face 😐 expressionless 😑 roll_eyes 🙄 hushed 😯 open_mouth 😮 astonished 😲 sleepy 😪 sleeping 😴 dizzy_face 😵 mask 😷 smiling_imp 😈
ghost 👻 skull 💀 alien 👽 robot 🤖 poop 💩 clap 👏 wave 👋 raised_hands 🙌 pray 🙏 muscle 💪 ok_hand 👌 v ✌️ punch 👊 facepunch 👊 fist ✊
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 point_up ☝️ point_down 👇 point_left 👈 point_right 👉 point_up_2 👆 raised_hand ✋ hand ✋ writing_hand ✍️
raising_hand 🙋 man_raising_hand 🙋‍♂️ woman_raising_hand 🙋‍♀️ man_technologist 👨‍💻 woman_technologist 👩‍💻 eyes 👀 brain 🧠 baby 👶 boy 👦 girl 👧
man 👨 woman 👩 busts_in_silhouette 👥 bust_in_silhouette 👤 speaking_head 🗣️ heart ❤️ yellow_heart 💛 green_heart 💚 blue_heart 💙
purple_heart 💜 broken_heart 💔 sparkling_heart 💖 star ⭐ star2 🌟 sparkles ✨ dizzy 💫 boom 💥 collision 💥 fire 🔥 zap ⚡ snowflake ❄️ sunny ☀️
cloud ☁️ rainbow 🌈 umbrella ☔ droplet 💧 ocean 🌊 earth_asia 🌏 earth_americas 🌎 earth_africa 🌍 globe_with_meridians 🌐 moon 🌔 sun_with_face 🌞
dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 fox_face 🦊 bear 🐻 panda_face 🐼 tiger 🐯 cow 🐮 pig 🐷 frog 🐸 monkey 🐒 chicken 🐔 penguin 🐧 bird 🐦 snake 🐍
turtle 🐢 bug 🐛 bee 🐝 ant 🐜 beetle 🐞 snail 🐌 octopus 🐙 whale 🐳 fish 🐟 horse 🐴 unicorn 🦄 dragon 🐉 crab 🦀 gopher 🐹 hamster 🐹
rose 🌹 cherry_blossom 🌸 tulip 🌷 sunflower 🌻 seedling 🌱 evergreen_tree 🌲 cactus 🌵 herb 🌿 four_leaf_clover 🍀 maple_leaf 🍁 leaves 🍃
apple 🍎 banana 🍌 watermelon 🍉 grapes 🍇 strawberry 🍓 lemon 🍋 peach 🍑 tomato 🍅 pizza 🍕 hamburger 🍔 rice 🍚 ramen 🍜 egg 🥚 bread 🍞
cake 🍰 birthday 🎂 cookie 🍪 coffee ☕ tea 🍵 beer 🍺 beers 🍻 house 🏠 school 🏫 office 🏢 hospital 🏥 factory 🏭 construction 🚧 rocket 🚀
airplane ✈️ car 🚗 bus 🚌 bike 🚲 ship 🚢 train 🚋 anchor ⚓ hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️
tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal_sports 🏅 1st_place_medal 🥇 2nd_place_medal 🥈 3rd_place_medal 🥉 dart 🎯
video_game 🎮 game_die 🎲 art 🎨 musical_note 🎵 notes 🎶 microphone 🎤 headphones 🎧 guitar 🎸 clapper 🎬 camera 📷 movie_camera 🎥 tv 📺
computer 💻 desktop_computer 🖥️ keyboard ⌨️ iphone 📱 phone ☎️ telephone ☎️ battery 🔋 electric_plug 🔌 bulb 💡 flashlight 🔦 candle 🕯️
moneybag 💰 dollar 💵 credit_card 💳 gem 💎 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ nut_and_bolt 🔩 gear ⚙️ link 🔗 paperclip 📎
scissors ✂️ lock 🔒 unlock 🔓 key 🔑 shield 🛡️ label 🏷️ bookmark 🔖 mag 🔍 mag_right 🔎 microscope 🔬 telescope 🔭 test_tube 🧪 pill 💊
email 📧 envelope ✉️ incoming_envelope 📨 mailbox 📫 package 📦 memo 📝 pencil 📝 pencil2 ✏️ black_nib ✒️ page_facing_up 📄 page_with_curl 📃
bookmark_tabs 📑 clipboard 📋 calendar 📆 date 📅 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 card_index 📇
file_folder 📁 open_file_folder 📂 card_file_box 🗃️ file_cabinet 🗄️ wastebasket 🗑️ book 📖 open_book 📖 books 📚 notebook 📓 ledger 📒
closed_book 📕 green_book 📗 blue_book 📘 orange_book 📙 newspaper 📰 pushpin 📌 round_pushpin 📍 triangular_flag_on_post 🚩 checkered_flag 🏁
bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣 speech_balloon 💬 thought_balloon 💭 warning ⚠️ no_entry ⛔ no_entry_sign 🚫 x ❌ o ⭕
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ negative_squared_cross_mark ❎ heavy_multiplication_x ✖️
heavy_plus_sign ➕ heavy_minus_sign ➖ question ❓ grey_question ❔ exclamation ❗ heavy_exclamation_mark ❗ grey_exclamation ❕ bangbang ‼️
interrobang ⁉️ information_source ℹ️ 100 💯 recycle ♻️ new 🆕 free 🆓 up 🆙 cool 🆒 ok 🆗 sos 🆘 top 🔝 soon 🔜 back 🔙 end 🔚
arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 leftwards_arrow_with_hook ↩️
one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 red_circle 🔴 large_blue_circle 🔵
white_circle ⚪ black_circle ⚫ large_orange_diamond 🔶 large_blue_diamond 🔷 small_blue_diamond 🔹 small_orange_diamond 🔸
cn 🇨🇳 us 🇺🇸 jp 🇯🇵 gb 🇬🇧 hk 🇭🇰 tw 🇹🇼 sg 🇸🇬 octocat 🐙
`
