// Streamlit has no Chinese: exact texts and a few patterns are replaced as they appear. Runs outside Python, so it
// also speaks when the server does not. Adds what browsers before Chromium 110 lack.
(() => {
  const words = {
    "Upload": "选择文件", "Browse files": "选择文件", "Drag and drop a file here": "将文件拖到此处", "Drag and drop files here": "将文件拖到此处", "Drop files here": "将文件拖到此处", "Drop file here": "将文件拖到此处",
    "Choose options": "请选择（可多选）", "Choose an option": "请选择", "Choose or add an option": "请选择或输入", "Choose or add options": "请选择或输入", "Select all": "全选", "No results": "没有匹配项", "Clear all": "清空", "Clear value": "清空", "Search": "搜索", "No options to select": "没有可选项",
    "Press Enter to apply": "按回车确认", "Press Enter to submit form": "按回车提交", "(required)": "（必填）", "This field is required.": "此项必填。", "Invalid input.": "输入无效。", "yyyy": "年", "dd": "日",
    "Main menu": "主菜单", "Print": "打印", "Record screen": "录屏", "Record a screencast": "录屏", "Rerun": "重新运行", "Settings": "设置", "Theme": "主题", "Dark": "深色", "Light": "浅色", "System": "跟随系统", "About": "关于", "Stop": "停止", "Running...": "运行中…", "RUNNING...": "运行中…", "Connecting": "正在连接", "CONNECTING": "正在连接", "Please wait...": "请稍候…",
    "Connection error": "连接中断", "Streamlit server is not responding. Are you connected to the internet?": "服务器暂无响应，正在自动重连。若长时间未恢复，请联系信息中心。", "Connection lost. Please wait for the app to reconnect, then try again.": "连接已断开，请等待重连后再试。",
    "Page not found": "页面不存在", "Close": "关闭", "Dismiss": "关闭", "Add row": "新增行", "Delete row(s)": "删除行", "Copy to clipboard": "复制", "Copy": "复制", "Copied!": "已复制", "Download as CSV": "下载表格", "Download as PNG": "下载图片", "Download plot as a PNG": "下载图片", "Fullscreen": "全屏", "Close fullscreen": "退出全屏", "Exit fullscreen": "退出全屏", "Show data": "查看数据", "Show/hide columns": "显示或隐藏列",
    "Sort ascending": "升序", "Sort descending": "降序", "Pin column": "固定列", "Unpin column": "取消固定", "Hide column": "隐藏列", "Autosize": "自适应列宽", "Format": "格式", "Statistics": "统计", "Automatic": "自动", "Localized": "本地格式", "Compact": "紧凑", "Scientific": "科学记数", "Percent": "百分比", "Dollar": "美元", "Euro": "欧元", "Accounting": "会计", "Plain": "原样", "Calendar": "日历", "Distance": "距今",
    "Collapse sidebar": "收起侧栏", "Expand sidebar": "展开侧栏", "Close sidebar": "收起侧栏", "Open sidebar": "展开侧栏", "Skip to main content": "跳到主要内容", "Open": "展开", "Show password": "显示密码", "Hide password": "隐藏密码", "Next page": "下一页", "Previous page": "上一页", "View less": "收起", "View more": "展开更多",
    "Choose date": "选择日期", "Choose date range": "选择日期范围", "file upload": "上传文件", "Today": "今天", "Month": "月", "Year": "年", "Previous": "上一页", "Next": "下一页", "None": "无", "Remove file": "移除文件", "Upload failed": "上传失败", "Link to heading": "本节链接", "Help": "说明", "empty": "空", "Deploy": "", "Made with Streamlit": "", "Loading...": "加载中…",
  }
  const patterns = [
    [/^(\d+(?:\.\d+)?)([KMG]B) per file$/, "单个文件不超过 $1$2"],
    [/^(\d+(?:\.\d+)?)([KMG]B) per file • (.+)$/, "单个文件不超过 $1$2，可用 $3"],
    [/^Limit (\S+) per file(?: • (.+))?$/, "单个文件不超过 $1"],
    [/^File must be (.+) or smaller\.?$/, "文件不能超过 $1"],
    [/^(.+) files are not allowed\.?$/, "不支持 $1 类型的文件"],
    [/^Remove (.+)$/, "移除 $1"], [/^Delete (.+)$/, "删除 $1"], [/^Page (\d+)$/, "第 $1 页"], [/^Showing page (\d+) of (\d+)$/, "第 $1 页，共 $2 页"],
    [/^View (\d+) more$/, "展开其余 $1 项"], [/^(\d+) more$/, "其余 $1 项"],
    [/^Connection failed with status (401|403)\.?$/, "登录已失效，请刷新页面重新登录。"], [/^Connection failed with status (\d+)\.?$/, "连接失败（$1）"],
    [/^The page that you have requested does not seem to exist\. Running the app's main page\.$/, "您访问的页面不存在或没有权限，已转到首页。"],
    [/^Number is above the allowed range\. Please enter a value less than or equal to (.+)\.$/, "数值过大，不能超过 $1。"],
    [/^Number is below the allowed range\. Please enter a value greater than or equal to (.+)\.$/, "数值过小，不能小于 $1。"],
    [/^Selected (.+)\. (.+)\.? (.*)$/, "已选 $1。"],
  ]
  const attributes = ["placeholder", "aria-label", "title", "data-title"]
  const skipped = element => element.closest && element.closest('[data-testid="stIconMaterial"],code,pre,[data-notranslate]')
  const translated = text => {
    const said = text.trim()
    if (!said || said.length > 160 || !/[A-Za-z]/.test(said)) return null
    if (Object.prototype.hasOwnProperty.call(words, said)) return text.replace(said, words[said])
    for (const [pattern, instead] of patterns) if (pattern.test(said)) return text.replace(said, said.replace(pattern, instead))
    return null
  }
  const onText = node => {
    if (node.parentElement && skipped(node.parentElement)) return
    const instead = translated(node.nodeValue || "")
    if (instead !== null && instead !== node.nodeValue) node.nodeValue = instead
  }
  const onAttributes = element => {
    for (const name of attributes) {
      const text = element.getAttribute(name)
      const instead = text ? translated(text) : null
      if (instead !== null && instead !== text) element.setAttribute(name, instead)
    }
  }
  const follow = element => {
    // The server asks for another page by a link that carries data-go.
    const link = element.matches("a[data-go]") ? element : element.querySelector("a[data-go]")
    if (link && link.dataset.go !== "gone") { link.dataset.go = "gone"; location.assign(link.href) }
  }
  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE) return onText(node)
    if (node.nodeType !== Node.ELEMENT_NODE) return
    follow(node)
    onAttributes(node)
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    let next
    while ((next = walker.nextNode())) next.nodeType === Node.TEXT_NODE ? onText(next) : onAttributes(next)
  }
  // The board's own links open in the page they stand on; Streamlit sends every link of a text to a new tab.
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest('a[href^="./"]')
    if (link) link.target = "_self"
  }, true)
  new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === "characterData") onText(change.target)
      else if (change.type === "attributes") onAttributes(change.target)
      else change.addedNodes.forEach(walk)
    }
  }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes })
  walk(document.documentElement)

  // Charts, tables and the map are evaluated while the first answer is on its way, not after it has come.
  const early = () => document.querySelectorAll('link[rel="modulepreload"][data-early]').forEach(link => import(link.href).catch(() => {}))
  document.addEventListener("DOMContentLoaded", () => (window.requestIdleCallback || setTimeout)(early), { once: true })

  const define = (name, make) => { if (!Array.prototype[name]) Object.defineProperty(Array.prototype, name, { value: make, writable: true, configurable: true }) }
  define("toSorted", function (compare) { return this.slice().sort(compare) })
  define("toReversed", function () { return this.slice().reverse() })
  define("toSpliced", function (...args) { const copy = this.slice(); copy.splice(...args); return copy })
  define("with", function (index, value) { const copy = this.slice(); copy[index < 0 ? copy.length + index : index] = value; return copy })
})()
