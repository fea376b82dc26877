// The township map: ECharts' own geo, geometry and points by versioned address, only values over the websocket.
// Keeps its zoom when data change; needs no WebGL; asks no other host.
const charts = new WeakMap()
let library = null
const kept = new Map()

const base = () => new URL("./", document.baseURI).href
const loadLibrary = () => (library ??= import(base() + "app/static/vendor/echarts.esm.min.mjs"))
const fetchOnce = address => {
  if (!kept.has(address)) {
    if (kept.size > 24) kept.delete(kept.keys().next().value)
    kept.set(address, fetch(base() + address).then(answer => {
      if (!answer.ok) throw new Error(String(answer.status))
      return answer.json()
    }).catch(wrong => { kept.delete(address); throw wrong }))
  }
  return kept.get(address)
}

const hatch = (() => {
  let made = null
  return () => {
    if (made) return made
    const tile = document.createElement("canvas")
    tile.width = tile.height = 8
    const pen = tile.getContext("2d")
    pen.fillStyle = "#eceff2"; pen.fillRect(0, 0, 8, 8)
    pen.strokeStyle = "#b4bec8"; pen.lineWidth = 1.2
    pen.beginPath(); pen.moveTo(0, 8); pen.lineTo(8, 0); pen.stroke()
    return (made = { image: tile, repeat: "repeat" })
  }
})()

const escape = text => String(text ?? "").replace(/[&<>"]/g, sign => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign])

function start(component, ec) {
  const { parentElement } = component
  const place = parentElement.querySelector(".county-map")
  const chart = ec.init(place, null, { renderer: "canvas" })
  const state = { chart, version: null, layers: [], send: component }
  chart.on("click", event => {
    if (event.componentType === "series" && event.seriesType === "scatter") {
      const layer = state.layers[event.seriesIndex - 1]
      if (layer) state.send.setTriggerValue("picked", { kind: layer.name, key: event.data.key })
    } else if (event.name) state.send.setTriggerValue("picked", { kind: "township", key: event.name })
  })
  chart.on("brushEnd", event => {
    const area = (event.areas || [])[0]
    state.send.setStateValue("area", area ? { type: area.brushType, range: area.coordRange } : null)
  })
  chart.on("brush", event => { if (event.command === "clear") state.send.setStateValue("area", null) })
  // The component lives in a shadow tree: the page's root tells a watcher which data version is drawn.
  chart.on("finished", () => { document.documentElement.dataset.mapDrawn = state.version || "" })
  state.watcher = new ResizeObserver(() => chart.resize())
  state.watcher.observe(place)
  charts.set(parentElement, state)
  return state
}

function draw(state, ec, data, geometry, layers) {
  const { chart } = state
  const map = "county-" + data.version
  if (state.version !== data.version) { ec.registerMap(map, geometry); state.version = data.version }
  state.layers = data.layers
  const fontFamily = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif'
  const regions = data.values.map(each => ({
    name: each.name,
    itemStyle: { areaColor: each.color || hatch() },
  }))
  const told = new Map(data.values.map(each => [each.name, each]))
  const hover = event => {
    if (event.data && event.data.title) return `<b>${escape(event.data.title)}</b><br>${escape(event.data.detail).replaceAll("\n", "<br>")}`
    const about = told.get(event.name)
    return about ? `<b>${escape(about.name)}</b><br>${escape(about.says).replaceAll("\n", "<br>")}` : `<b>${escape(event.name)}</b><br>没有数据`
  }
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    aria: { enabled: false },
    tooltip: { trigger: "item", confine: true, formatter: hover, textStyle: { fontFamily, fontSize: 13 } },
    toolbox: data.tools === false ? undefined : {
      right: 8, top: 8, itemSize: 17, feature: {
        brush: { type: ["rect", "polygon", "clear"], title: { rect: "框选", polygon: "圈选", clear: "清除选择" } },
        restore: { title: "还原" }, saveAsImage: { title: "保存图片", name: "作战图", backgroundColor: "#fff" },
      },
    },
    brush: data.tools === false ? undefined : { geoIndex: 0, toolbox: ["rect", "polygon", "clear"], throttleType: "debounce", throttleDelay: 200, brushStyle: { borderColor: "#1f5f8b", color: "rgba(31,95,139,.12)" } },
    geo: {
      map, aspectScale: data.aspect, preserveAspect: true, roam: true, scaleLimit: { min: 0.8, max: 30 }, top: 12, bottom: 12, left: 12, right: 12,
      label: { show: true, fontSize: data.labelSize || 12, color: "#1c2733", fontFamily, textBorderColor: "rgba(255,255,255,.75)", textBorderWidth: 2 },
      itemStyle: { borderColor: "#8496a6", borderWidth: 0.8, areaColor: hatch() },
      emphasis: { label: { fontWeight: "bold", color: "#1c2733" }, itemStyle: { borderColor: "#1f5f8b", borderWidth: 2, areaColor: "inherit" } },
      select: { label: { color: "#1c2733", fontWeight: "bold" }, itemStyle: { borderColor: "#12344d", borderWidth: 2.5, areaColor: "inherit" } },
      selectedMode: false, regions,
    },
    series: [
      { type: "map", geoIndex: 0, data: data.values.map(each => ({ name: each.name, value: each.value })) },
      ...data.layers.map((layer, index) => ({
        type: "scatter", coordinateSystem: "geo", geoIndex: 0, symbol: layer.symbol, z: 5 + index,
        symbolSize: layer.size || 9, progressive: 4000,
        data: layers[index].points.map(([longitude, latitude, level, key, title, detail]) => ({
          value: [longitude, latitude], key, title, detail,
          itemStyle: { color: layer.colors[level] || "#7a8ea1", borderColor: "#fff", borderWidth: 0.8 },
        })),
      })),
      {
        type: "lines", coordinateSystem: "geo", geoIndex: 0, z: 4, symbol: ["none", "arrow"], symbolSize: 8,
        lineStyle: { color: "#7b3fa0", opacity: 0.75, curveness: 0.12 },
        data: (data.lines || []).map(([x1, y1, x2, y2, width, title, detail]) => ({ coords: [[x1, y1], [x2, y2]], lineStyle: { width }, title, detail })),
      },
    ],
  }, { replaceMerge: ["series"] })
}

export default function (component) {
  const { data, parentElement } = component
  const place = parentElement.querySelector(".county-map")
  place.style.height = data.height + "px"
  let alive = true
  Promise.all([loadLibrary(), fetchOnce(data.geometry), ...data.layers.map(layer => fetchOnce(layer.address))])
    .then(([ec, geometry, ...layers]) => {
      if (!alive) return
      const state = charts.get(parentElement) || start(component, ec)
      state.send = component
      draw(state, ec, data, geometry, layers)
    })
    .catch(wrong => {
      console.warn("map", wrong)
      if (alive && !charts.get(parentElement)) place.textContent = "地图没有加载成功，请刷新页面。"
    })
  return () => {
    alive = false
    const state = charts.get(parentElement)
    if (state && !parentElement.isConnected) { state.watcher.disconnect(); state.chart.dispose(); charts.delete(parentElement) }
  }
}
