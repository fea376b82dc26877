// The wall: asks for a picture every few seconds and keeps the last one. Nothing here waits for a person, and no failure clears the screen.
//
// In the address: display (the link's token), scenes (names with commas), dwell (seconds), township, theme (dark, light), pin (a scene),
// every (seconds between two looks at the server). Keys: ← → go through the scenes, Space holds one, Esc lets it go.

const asked = new URLSearchParams(location.search)
const number = (name, otherwise, least, most) => {
  const given = parseFloat(asked.get(name))
  return Number.isFinite(given) ? Math.min(most, Math.max(least, given)) : otherwise
}
const EVERY = number("every", 5, 0.05, 60) * 1000
const LATE = 8000 // an answer that takes longer has failed
const SHOWS_RED = 12000 // a banner of something new stays so long
const page = document.documentElement.dataset.page
const theme = asked.get("theme") === "light" ? "light" : "dark"
document.documentElement.dataset.theme = theme
const at = id => document.getElementById(id)

const state = {
  picture: null, tag: "", received: 0, lookedAt: 0, failingSince: 0, failure: "", loaded: Date.now(),
  order: [], place: 0, until: 0, isHeld: Boolean(asked.get("pin")), seen: null, alarmAt: 0, waiting: [], alarmUntil: 0,
}

// --- small tools ---

function make(tag, className = "", text = "") {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text !== "") made.textContent = text
  return made
}

const inShanghai = options => new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, ...options })
const CLOCK = inShanghai({ hour: "2-digit", minute: "2-digit", second: "2-digit" })
const DAY = inShanghai({ year: "numeric", month: "long", day: "numeric", weekday: "long" })
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize)
const remember = (name, value) => { try { localStorage.setItem("wall " + name, JSON.stringify(value)) } catch { /* a full or forbidden store costs memory, not the picture */ } }
const recall = name => { try { return JSON.parse(localStorage.getItem("wall " + name)) } catch { return null } }

function level(about) {
  return make("span", "level " + about.tone, about.says)
}

// --- asking ---

// The body is read within the time limit too: headers may come and the rest never.
async function ask(address, headers = {}) {
  const token = asked.get("display")
  const leave = new AbortController()
  const late = setTimeout(() => leave.abort(), LATE)
  try {
    const answer = await fetch(address, { cache: "no-store", signal: leave.signal, headers: { ...headers, ...(token ? { "x-riskwatch-display": token } : {}) } })
    return { status: answer.status, ok: answer.ok, tag: answer.headers.get("etag") || "", text: await answer.text() }
  } finally {
    clearTimeout(late)
  }
}

let isAsking = false
async function look() {
  if (isAsking) return
  isAsking = true
  try {
    const query = new URLSearchParams({ township: asked.get("township") || "", theme })
    const answer = await ask("wall/picture.json?" + query, state.tag ? { "if-none-match": state.tag } : {})
    if (answer.status === 200) {
      take(JSON.parse(answer.text), answer.tag)
    } else if (answer.status === 403 || answer.status === 404) {
      stop(answer.text)
      return
    } else if (answer.status !== 304) {
      throw new Error(String(answer.status))
    }
    at("stopped").hidden = true
    state.lookedAt = Date.now()
    document.documentElement.dataset.looked = state.lookedAt
    state.failingSince = 0
    retry()
  } catch (wrong) {
    state.failingSince ||= Date.now()
  } finally {
    isAsking = false
    tick()
  }
}

function stop(says) {
  at("stopped").textContent = says
  at("stopped").hidden = false
}

function take(picture, tag) {
  state.build ??= picture.build
  // The server has another page, or other scenes, than this screen was loaded with.
  if (picture.build !== state.build || picture.build.split("-").pop() !== page) return reload()
  if (typeof Plotly === "undefined") reload() // a script that did not come; all else is shown meanwhile
  state.received = Date.now()
  const before = state.picture
  state.picture = before ? keepWhatFailed(picture, before) : picture
  arrange()
  frame()
  for (const scene of state.picture.scenes) draw(scene)
  alarms(before)
  state.tag = tag
  document.documentElement.dataset.version = picture.version
}

// What could not be drawn is tried again with each look, whether the server has anything new or not.
function retry() {
  const scene = state.picture && state.picture.scenes.find(each => each.name === state.order[state.place])
  if (scene && scene.blocks.some(block => drawn.get(scene.name + block.area)?.said === "")) draw(scene)
}

// What could not be made keeps its last good picture, and says so.
function keepWhatFailed(picture, before) {
  const old = new Map(before.scenes.flatMap(scene => scene.blocks.map(block => [scene.name + block.area, block])))
  for (const scene of picture.scenes) {
    scene.blocks = scene.blocks.map(block => {
      const last = old.get(scene.name + block.area)
      return block.state === "failed" && last && last.state !== "failed" ? { ...last, isKept: true } : block
    })
  }
  picture.kept = ["duty", "warnings", "ticker"].filter(name => picture[name] === null && before[name] !== null)
  for (const name of picture.kept) picture[name] = before[name]
  for (const kind of Object.keys(picture.alarms)) picture.alarms[kind] ??= before.alarms[kind] ?? null
  return picture
}

const isKept = name => (state.picture.kept || []).includes(name)

async function reload() {
  // Only when the server is there to answer: a page that is not there would stay so until somebody came.
  if (Date.now() - state.loaded < 30000) return
  try {
    const answer = await ask(location.href)
    if (!answer.ok) return
    const parts = [...answer.text.matchAll(/(?:src|href)="([^"]+\.(?:js|css)[^"]*)"/g)].map(each => each[1].replaceAll("&amp;", "&"))
    if (!(await Promise.all(parts.map(part => ask(part)))).every(part => part.ok)) return
    if (state.picture) sessionStorage.setItem("picture", JSON.stringify({ picture: state.picture, place: state.order[state.place] }))
    location.reload()
  } catch { /* the next look tells that the server is away */ }
}

// --- frame ---

function frame() {
  const { picture } = state
  at("county").textContent = picture.county + (picture.township ? " · " + picture.township : "")
  at("duty").textContent = picture.duty === null ? "值班表没有读出来"
    : picture.duty.length ? picture.duty.slice(0, 2).map(each => `${each.post} ${each.name}`).join("　") : "今日带班领导没有上报"
  at("warnings").dataset.width = "" // fitted anew
  const tape = at("tape")
  const items = picture.ticker ? picture.ticker.items : []
  const told = picture.ticker === null ? ["超期事项没有读出来，正在重试"]
    : items.length ? [`${isKept("ticker") ? "刷新失败，上一次的内容：" : ""}超期 ${picture.ticker.total.toLocaleString()} 项，最久的 ${items.length} 项：`, ...items]
    : ["没有超期事项"]
  const words = told.join("")
  if (tape.dataset.words !== words) {
    tape.dataset.words = words
    // Twice the same: when the first has gone by, the second stands where it stood.
    tape.replaceChildren(...[...told, ...told].map(each => make("span", "", each)))
    tape.style.animationDuration = `${Math.max(30, words.length * 0.45)}s`
  }
}

// --- scenes ---

function arrange() {
  const wanted = (asked.get("scenes") || "").split(",").filter(Boolean)
  const scenes = state.picture.scenes.filter(scene => !wanted.length || wanted.includes(scene.name))
  const shown = state.order[state.place]
  // What presses stands in front; the others keep their order.
  state.order = [...scenes.filter(each => each.is_pressing), ...scenes.filter(each => !each.is_pressing)].map(each => each.name)
  if (!state.order.length) state.order = state.picture.scenes.map(each => each.name)
  state.place = Math.max(0, state.order.indexOf(shown ?? asked.get("pin")))
  const pressing = scenes.find(each => each.is_pressing)
  if (pressing && state.pressing === false && !state.isHeld) go(state.order.indexOf(pressing.name))
  state.pressing = Boolean(pressing)
}

function go(place) {
  state.place = (place + state.order.length) % state.order.length
  state.until = Date.now() + number("dwell", state.picture.pace.dwell_seconds, 0.5, 3600) * 1000
  const scene = state.picture.scenes.find(each => each.name === state.order[state.place])
  if (scene) draw(scene)
  tick()
}

const drawn = new Map() // scene and area → what stands there
function draw(scene) {
  const isShown = state.order[state.place] === scene.name
  let place = at("scene-" + scene.name)
  if (!place) {
    place = make("section", "scene")
    place.id = "scene-" + scene.name
    at("scenes").append(place)
  }
  const areas = scene.blocks.map(each => each.area)
  place.classList.toggle("no-foot", !areas.includes("foot") && areas.includes("n3"))
  place.classList.toggle("two-numbers", !areas.includes("n3"))
  for (const block of scene.blocks) drawBlock(place, scene, block, isShown)
  for (const each of at("scenes").children) each.classList.toggle("shown", each.id === "scene-" + state.order[state.place])
}

function drawBlock(place, scene, block, isShown) {
  const key = scene.name + block.area
  let known = drawn.get(key)
  if (!known) {
    const box = make("article")
    const head = make("h2")
    const body = make("div", "body")
    box.append(head, body)
    place.append(box)
    known = { box, head, body, said: "", size: "" }
    drawn.set(key, known)
  }
  known.block = block
  const isPicture = block.state === "known" && (block.kind === "chart" || block.kind === "map")
  if (isPicture && !isShown) return // drawn when it is its turn: a hidden chart has no size
  const said = JSON.stringify(block)
  const size = `${known.body.clientWidth}×${known.body.clientHeight}×${rem()}` // lists are cut to their room, too
  if (known.said === said && known.size === size) return
  known.said = said
  known.size = size
  known.box.className = `block ${block.area} ${block.kind} ${block.state}`
  known.head.replaceChildren(make("span", "name", block.title + (block.total ? ` ${block.total.toLocaleString()}` : "")), make("span", "at"))
  if (!isPicture) { clear(known); known.body.replaceChildren() }
  if (block.state !== "known") known.body.append(make("p", "says", block.says))
  else {
    try {
      SHOW[block.kind](known, block)
    } catch (wrong) {
      console.warn("block", key, wrong)
      clear(known)
      known.body.replaceChildren(make("p", "says", "这一块没有画出来，正在重试"))
      known.said = ""
    }
  }
  if (block.isKept) sayKept(known)
  ages()
}

function sayKept(known) { known.body.append(make("p", "kept", "刷新失败，这是上一次的内容")) }

function clear(known) {
  if (known.chart) { known.chart.dispose(); known.chart = null }
  if (known.plot) { Plotly.purge(known.plot); known.plot = null }
}

const SHOW = {
  number(known, block) {
    known.body.append(make("span", "digits", block.value), make("span", "unit", block.unit))
    if (block.level) known.body.append(level(block.level))
    const digits = known.body.firstChild
    const fits = known.body.clientWidth / known.body.scrollWidth
    if (fits < 1) digits.style.fontSize = `${Math.max(3.6, 6 * fits - (1 - fits) * 6)}rem`
  },
  list(known, block) {
    const table = make("table")
    const isFigure = block.head.map((_, column) => block.rows.every(row => /^[\d,.%]+$|^不明$/.test(row[column])) && block.rows.some(row => /^[\d,.%]+$/.test(row[column])))
    const head = make("tr")
    block.head.forEach((title, column) => head.append(make("th", isFigure[column] ? "figure" : "text", title)))
    table.append(head)
    for (const row of block.rows) {
      const line = make("tr")
      row.forEach((value, column) => {
        const cell = make("td", isFigure[column] ? "figure" : "text")
        if (typeof value === "object") cell.append(level(value))
        else cell.append(make("span", "", value))
        line.append(cell)
      })
      table.append(line)
    }
    known.body.append(table)
    // What does not fit is counted, never cut through.
    const room = known.body.clientHeight - 2.4 * rem()
    let left = block.rows.length
    while (left > 1 && table.offsetHeight > room) { table.lastChild.remove(); left -= 1 }
    const more = block.total - left
    if (more > 0) known.body.append(make("p", "more", `另有 ${more.toLocaleString()} 项`))
  },
  townships(known, block) { SHOW.list(known, block) },
  chart(known, block) {
    const size = 1.5 * rem()
    const { layout, data } = structuredClone(block.figure)
    delete layout.height; delete layout.width; delete layout.template; delete layout.hovermode
    layout.font = { ...layout.font, size }
    const isNamed = (layout.annotations || []).length > 0 // bands with their names between the legend and the drawing
    layout.margin = { l: rem(), r: rem(), t: (layout.showlegend === false ? 0.5 : isNamed ? 6.2 : 2.6) * rem(), b: rem() / 2 }
    layout.legend = { ...layout.legend, font: { size: 1.35 * rem() }, itemwidth: Math.max(30, 1.9 * rem()), ...(isNamed ? { yref: "container", y: 1, yanchor: "top" } : {}) }
    for (const [name, axis] of Object.entries(layout)) {
      if (!/^[xy]axis/.test(name)) continue
      delete axis.title // the unit stands in the legend or the block's title
      const isOfNames = axis.type === "category" || data.some(trace => typeof trace[name[0]]?.[0] === "string" && !/^\d{4}-/.test(trace[name[0]][0]))
      if (isOfNames) axis.dtick = 1
      else axis.nticks = name.startsWith("x") ? 6 : 5
      axis.tickangle = 0
      axis.tickfont = { size }
      axis.automargin = true
    }
    for (const annotation of layout.annotations || []) annotation.font = { ...annotation.font, size }
    for (const trace of data) {
      trace.textfont = { ...trace.textfont, size }
      if (trace.line) trace.line.width = (trace.line.width || 2) * rem() / 10
    }
    layout.autosize = true
    if (!known.plot) { known.body.replaceChildren(known.plot = make("div", "drawing")) }
    Plotly.react(known.plot, data, layout, { staticPlot: true, responsive: false, displayModeBar: false, locale: "zh-CN", locales: LOCALES })
    for (const extra of known.body.querySelectorAll(".kept")) extra.remove()
  },
  map(known, block) { return drawMap(known, block) },
}

const months = [...Array(12).keys()].map(month => `${month + 1}月`)
const days = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"]
const LOCALES = { "zh-CN": { dictionary: {}, format: { months, shortMonths: months, days, shortDays: days, date: "%Y年%m月%d日", month: "%Y年%b", year: "%Y年", dayMonth: "%b%d日", dayMonthYear: "%Y年%b%d日" } } }

// --- map ---

let library = null
const fetched = new Map()
async function fetchOnce(address) {
  if (!fetched.has(address)) {
    while (fetched.size > 6) fetched.delete(fetched.keys().next().value)
    fetched.set(address, ask(address).then(answer => { if (!answer.ok) throw new Error(String(answer.status)); return JSON.parse(answer.text) }))
    fetched.get(address).catch(() => fetched.delete(address))
  }
  return fetched.get(address)
}

function hatch() {
  const tile = make("canvas")
  tile.width = tile.height = 10
  const pen = tile.getContext("2d")
  pen.fillStyle = "#dfe5ea"; pen.fillRect(0, 0, 10, 10)
  pen.strokeStyle = "#8795a3"; pen.lineWidth = 1.5
  pen.beginPath(); pen.moveTo(0, 10); pen.lineTo(10, 0); pen.stroke()
  return { image: tile, repeat: "repeat" }
}

async function drawMap(known, block) {
  const { picture } = state
  const wanted = known.said
  try {
    library ??= await import(new URL("wall/asset/echarts.esm.min.mjs?v=" + page, document.baseURI).href)
    const [outlines, ...layers] = await Promise.all([fetchOnce(picture.geometry), ...block.layers.map(layer => fetchOnce(layer.address))])
    if (known.said !== wanted) return // a newer one has come meanwhile
    if (!known.chart) {
      const place = make("div", "drawing")
      known.body.replaceChildren(place, make("div", "legend"))
      known.chart = library.init(place, null, { renderer: "canvas" })
    }
    legend(known.body.querySelector(".legend"), block)
    if (known.map !== picture.geometry) { library.registerMap("county", outlines); known.map = picture.geometry }
    known.chart.resize()
    const unit = rem()
    const below = known.body.querySelector(".legend").offsetHeight + unit
    const fontFamily = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif'
    known.chart.setOption({
      animation: false, textStyle: { fontFamily },
      geo: {
        map: "county", roam: false, silent: true, aspectScale: picture.aspect, preserveAspect: true, top: unit / 2, bottom: below, left: unit / 2, right: unit / 2,
        label: { show: true, fontSize: 1.35 * unit, color: "#14212c", fontFamily, fontWeight: 600, textBorderColor: "rgba(255,255,255,.8)", textBorderWidth: unit / 6 },
        itemStyle: { borderColor: "#3d566b", borderWidth: unit / 10, areaColor: hatch() },
        regions: block.areas.map(each => ({
          name: each.name,
          itemStyle: { areaColor: each.color || hatch(), ...(picture.township && each.name === picture.township ? { borderColor: "#c62828", borderWidth: unit / 3 } : {}) },
        })),
      },
      series: layers.map((layer, index) => ({
        type: "scatter", coordinateSystem: "geo", geoIndex: 0, silent: true, symbol: block.layers[index].symbol, symbolSize: block.layers[index].size * unit / 10,
        data: layer.points.map(([longitude, latitude, tone]) => ({
          value: [longitude, latitude], itemStyle: { color: block.layers[index].colors[tone] || "#7a8ea1", borderColor: "#fff", borderWidth: unit / 16 },
        })),
      })),
    }, { replaceMerge: ["series"] })
    for (const extra of known.body.querySelectorAll(".kept, .says")) extra.remove()
    if (block.isKept) sayKept(known)
  } catch (wrong) {
    known.said = "" // tried again with the next look; what stands there stays and says so
    if (known.chart && !known.body.querySelector(".kept")) sayKept(known)
    if (!known.chart) known.body.replaceChildren(make("p", "says", "地图还没有取到，正在重试"))
  }
}

const SIGNS = { circle: "●", triangle: "▲", rect: "■", diamond: "◆" }
function legend(place, block) {
  place.replaceChildren()
  if (block.legend.length) {
    const line = make("div")
    for (const [color, word] of block.legend) {
      const box = make("i")
      box.style.background = color
      line.append(box, make("span", "", word + "　"))
    }
    place.append(line)
  }
  for (const layer of block.points) {
    const line = make("div")
    line.append(make("b", "", layer.title))
    for (const [color, word] of layer.levels) {
      const sign = make("span", "sign", SIGNS[layer.symbol])
      sign.style.color = color
      line.append(sign, make("span", "", word + "　"))
    }
    place.append(line)
  }
}

// --- alarms: what is red and new takes the wall for one turn, and rests ---

function alarms(before) {
  const { picture } = state
  const told = Object.values(picture.alarms).flatMap(each => each ?? [])
  const ids = new Set(told.map(each => each.id))
  state.seen ??= recall("seen") ? new Set(recall("seen")) : null
  if (state.seen === null) state.seen = new Set(ids) // what stood there when the wall was first opened is no news
  else state.waiting.push(...told.filter(each => !state.seen.has(each.id) && !state.waiting.some(other => other.id === each.id)))
  state.waiting = state.waiting.filter(each => ids.has(each.id))
  state.seen = new Set([...state.seen].filter(id => ids.has(id))) // what has gone and comes again is news again
  remember("seen", [...state.seen])
  announce()
}

// Tells whether it has turned to another scene.
function announce() {
  if (!state.waiting.length || Date.now() - state.alarmAt < state.picture.pace.alarm_minutes * 60000) return false
  const [first] = state.waiting
  state.alarmAt = Date.now()
  state.alarmUntil = state.alarmAt + SHOWS_RED
  state.alarm = `【新】${first.says}` + (state.waiting.length > 1 ? `　等 ${state.waiting.length} 项红色事项` : "")
  for (const each of state.waiting) state.seen.add(each.id)
  state.waiting = []
  remember("seen", [...state.seen])
  const place = state.order.indexOf(first.scene)
  if (place < 0 || state.isHeld) return false
  go(place)
  return true
}

// --- time ---

const short = moment => `${moment.slice(5, 7)}月${moment.slice(8, 10)}日 ${moment.slice(11, 16)}`
function ages() {
  if (!state.picture) return
  const passed = state.picture.is_live ? Date.now() - state.received : 0
  const now = Date.parse(state.picture.moment + "+08:00") + passed
  for (const { box, head, block } of drawn.values()) {
    const place = head.querySelector(".at")
    if (!place) continue
    const age = block.at ? (now - Date.parse(block.at + "+08:00")) / 3600000 : 0
    const isStale = block.at && age >= 4 * block.hours
    const isOld = block.at && !isStale && age >= 2 * block.hours
    box.classList.toggle("stale", Boolean(isStale))
    box.classList.toggle("old", Boolean(isOld))
    const words = block.at ? `${isStale ? "已过期 " : isOld ? "偏旧 " : ""}${short(block.at)}` : ""
    if (place.textContent !== words) place.textContent = words
  }
}

function banner() {
  const place = at("banner")
  const isAlarm = Date.now() < state.alarmUntil
  const lostAt = state.failingSince || (state.lookedAt && Date.now() - state.lookedAt > LATE + 3 * EVERY ? state.lookedAt : 0)
  const says = lostAt
    ? `和服务器失去联系（${CLOCK.format(lostAt)} 起），画面停在 ${state.lookedAt ? CLOCK.format(state.lookedAt) : "上一次打开时"}，正在自动重试`
    : isAlarm ? state.alarm : ""
  place.hidden = !says
  place.classList.toggle("alarm", isAlarm && !lostAt)
  if (place.textContent !== says) place.textContent = says
}

// As many warnings as there is room for, the gravest first; the others are counted.
function warn() {
  const place = at("warnings")
  const width = String(place.clientWidth)
  if (place.dataset.width === width) return
  place.dataset.width = width
  const all = state.picture.warnings || []
  const doubt = state.picture.warnings === null ? "预警没有读出来" : isKept("warnings") ? "预警刷新失败" : ""
  const shown = (most, isLong) => [
    ...all.slice(0, most).map(each => level({ tone: each.level, says: isLong ? `${each.says} ${each.until}` : each.says })),
    ...(most === all.length ? [] : [make("span", "", most ? `等 ${all.length} 条` : `预警 ${all.length} 条`)]),
    ...(doubt ? [make("span", "", doubt)] : []),
  ]
  const ways = [[all.length, true], ...[...Array(all.length + 1).keys()].reverse().map(most => [most, false])]
  for (const way of ways) {
    place.replaceChildren(...shown(...way))
    if (place.scrollWidth <= place.clientWidth) return
  }
}

// One after the other: a countdown stays ten seconds.
function countdown(now) {
  const all = state.picture.countdowns
  const next = all[Math.floor(now / 10000) % (all.length || 1)]
  const place = at("countdowns")
  const key = next ? next.name + next.days : ""
  if (place.dataset.key === key) return
  place.dataset.key = key
  place.replaceChildren(...(next ? [next.name + " ", ...(next.days ? ["还有 ", make("b", "", String(next.days)), " 天"] : [make("b", "", "就是今天")])] : []))
}

let last = Date.now()
function tick() {
  const now = Date.now()
  at("time").textContent = CLOCK.format(now)
  at("day").textContent = DAY.format(now)
  if (state.picture) {
    if (now - last > 15000) look() // slept
    if (!state.isHeld && now >= state.until) {
      if (!announce()) go(state.until ? state.place + 1 : state.place)
      return
    }
    const scene = state.picture.scenes.find(each => each.name === state.order[state.place])
    at("scene-title").textContent = scene ? scene.title : ""
    at("dots").textContent = (state.isHeld ? "已固定 " : "") + state.order.map((_, place) => (place === state.place ? "●" : "○")).join("")
    at("refreshed").textContent = (state.picture.is_sample ? "示例数据　" : "") + (state.lookedAt ? `刷新 ${CLOCK.format(state.lookedAt)}` : "")
    countdown(now)
    warn()
    if (now - state.loaded > state.picture.pace.reload_hours * 3600000) reload()
    ages()
  }
  banner()
  last = now
}

document.addEventListener("keydown", event => {
  if (!state.picture) return
  if (event.key === "ArrowRight") go(state.place + 1)
  else if (event.key === "ArrowLeft") go(state.place - 1)
  else if (event.key === " ") { state.isHeld = !state.isHeld; if (!state.isHeld) go(state.place); else tick() }
  else if (event.key === "Escape") { state.isHeld = false; go(0) }
  else return
  event.preventDefault()
})
addEventListener("resize", () => { if (state.picture) for (const scene of state.picture.scenes) draw(scene) })

try {
  const kept = JSON.parse(sessionStorage.getItem("picture"))
  sessionStorage.removeItem("picture")
  if (kept) { // loaded itself anew: the last picture stands at once
    state.picture = kept.picture
    state.received = Date.now()
    arrange()
    state.place = Math.max(0, state.order.indexOf(kept.place))
    frame()
    go(state.place)
  }
} catch { /* the first look brings one */ }
look()
setInterval(look, EVERY)
setInterval(tick, Math.min(1000, 500 * number("dwell", 20, 0.5, 3600)))
