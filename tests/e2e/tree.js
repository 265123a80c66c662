/**
 * A document as a tree that can be compared. `source` is the customer's page: what docs/capture.md
 * says about privacy is applied to it here, in other words than the product's. `picture` is what the
 * player made of it, without the player's own marks.
 *
 * An element is `{tag, must, may, state, children, shadow?, frame?}`, a text its string. What stands
 * in `must` has to be on the other side, what stands in `may` is allowed to; `*` is any value.
 */
(document, side) => {
  const isSource = side === "source"
  const MASK = "•••"
  const words = (text) => new Set(text.split(/\s+/))
  const UNSEEN = words("script noscript meta template cobrowse-notice")
  const SECRET_TYPES = words("password file hidden")
  const SECRET = /(?:^|\s)(?:cc-\S+|(?:current|new)-password|one-time-code)(?:\s|$)/
  const TYPED = words("text email tel search url textarea")
  const NEVER = words(
    "value content srcdoc action formaction nonce integrity ping name for download checked selected autocomplete",
  )
  const ALWAYS = words(`class id href xlink:href style src srcset title alt placeholder aria-label
    type role dir lang width height hidden open disabled required colspan rowspan loading
    aria-hidden aria-expanded aria-selected aria-checked aria-current aria-disabled aria-invalid
    aria-busy viewbox d x y r cx cy transform fill stroke stroke-width clip-path opacity`)
  const FOR_READING = words("title alt placeholder aria-label")
  const STYLES = `color background-color display visibility font-family font-size
    font-weight text-align text-transform opacity position`.split(/\s+/)
  const SHORT_WORD = /^[\w-]{0,24}$/

  const selected = new Set()
  const readSheets = (root) => {
    for (const sheet of [...root.styleSheets, ...(root.adoptedStyleSheets ?? [])]) {
      for (const rule of sheet.cssRules) {
        for (const [, name] of rule.cssText.matchAll(/\[\s*([\w-]+)/g)) selected.add(name)
      }
    }
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) readSheets(element.shadowRoot)
      if (element.localName === "iframe" && element.contentDocument) {
        readSheets(element.contentDocument)
      }
    }
  }
  if (isSource) readSheets(document)

  const isSheet = (element) =>
    element.localName === "style" ||
    (element.localName === "link" && /\bstylesheet\b/.test(element.rel))

  const isSeen = (node) => {
    if (node.nodeType === 3) {
      // The title travels beside the records, and the console shows it.
      return node.data !== "" && !["head", "title"].includes(node.parentNode.localName)
    }
    if (node.nodeType !== 1 || UNSEEN.has(node.localName)) return false
    if (node.localName === "link" && !isSheet(node)) return false
    if (node.hasAttribute("data-cobrowse-sheet")) return false
    const isPlayersStyle = node.localName === "style" && node.parentNode.localName === "html"
    return isSource || !isPlayersStyle
  }

  /** The address as the page may tell it: whole, without query, fragment and user. */
  const told = (raw, base) => {
    if (/^data:(?:image|font)\//.test(raw)) return raw
    const url = new URL(raw, base)
    if (url.protocol === "mailto:" || url.protocol === "tel:") return url.protocol
    url.search = url.hash = url.username = url.password = ""
    return url.href
  }
  /** The site's own address of what the player shows from what is kept. */
  const shown = (raw, base) => {
    if (!raw.includes("/assets/")) return raw
    return new URL(raw, base).searchParams.get("url") ?? raw
  }
  const address = isSource ? told : shown

  const isEditable = (element) => {
    const editable = element.getAttribute("contenteditable")
    if (editable !== null) return editable !== "false"
    return ["textbox", "searchbox"].includes(element.getAttribute("role")) &&
      element.localName !== "input"
  }

  const isSecret = (field) =>
    SECRET_TYPES.has(field.type) || SECRET.test(field.getAttribute("autocomplete") ?? "")

  const isChoice = (element) => ["select", "datalist"].includes(element.localName)

  const valueOf = (element, name, value, rules) => {
    const base = element.baseURI
    if (name === "class") {
      return value.split(/\s+/).filter((one) => one && one !== ":hover").join(" ") || undefined
    }
    if (name === "style") {
      const text = element.style.cssText
      return text.replace(/url\("([^"]*)"\)/g, (_, url) => `url("${address(url, base)}")`)
    }
    if (name === "srcset") {
      return value.split(",").map((one) => {
        const [url, ...size] = one.trim().split(/\s+/)
        return [address(url, base), ...size].join(" ")
      }).join(", ")
    }
    if (name === "src" && element.localName === "iframe") return undefined
    if (name === "href" && element.namespaceURI.endsWith("svg") && value.startsWith("#")) return value
    // Resolved against the address the page had when the link was recorded.
    if (isSource && name === "href" && value.startsWith("#")) return "*"
    if (name === "href" || name === "xlink:href" || name === "src") return address(value, base)
    if (value.includes("url(")) return value.replace(/url\(["']?([^"')]*)["']?\)/g, "url($1)")
    if (!isSource) return value
    if (FOR_READING.has(name)) {
      if (rules.isChoice) return undefined
      return rules.isMasked && /\S/.test(value) ? MASK : value
    }
    return value
  }

  const attributes = (element, rules) => {
    const [must, may] = [{}, {}]
    for (const { name: given, value: raw } of element.attributes) {
      const name = given.toLowerCase()
      if (name.startsWith("data-cobrowse-") || name.startsWith("rr_")) continue
      if (name === "autocomplete") continue
      if (name === "value" && ["input", "select", "textarea"].includes(element.localName)) continue
      if (name === "checked" && element.localName === "input") continue
      if (isSource && (NEVER.has(name) || name.startsWith("on"))) continue
      const value = valueOf(element, name, raw, rules)
      if (value === undefined) continue
      const isNeeded = ALWAYS.has(name) || (selected.has(name) && SHORT_WORD.test(raw))
      if (isSource && !isNeeded) may[name] = value
      else must[name] = value
    }
    return [must, may]
  }

  const state = (element) => {
    const style = element.ownerDocument.defaultView.getComputedStyle(element)
    const found = {}
    for (const property of STYLES) found[property] = style.getPropertyValue(property)
    if (element.localName === "input" && ["checkbox", "radio"].includes(element.type)) {
      found.checked = element.checked
    } else if (TYPED.has(element.type) && ["input", "textarea"].includes(element.localName)) {
      found.shown = !isSource ? element.value : isSecret(element) || !element.value ? "" : MASK
    }
    if (element.scrollTop || element.scrollLeft) {
      found.scrolled = [Math.round(element.scrollLeft), Math.round(element.scrollTop)]
    }
    return found
  }

  const isBox = (element) =>
    isSource
      ? element.hasAttribute("data-cobrowse-block")
      : element.hasAttribute("data-cobrowse-hidden")

  const box = (element) => {
    const { width, height } = element.getBoundingClientRect()
    return [Math.round(width), Math.round(height)]
  }

  const below = (parent, rules) => {
    const children = []
    for (const node of parent.childNodes) {
      if (!isSeen(node)) continue
      if (node.nodeType === 1) children.push(tree(node, rules))
      else {
        const isHidden = isSource && (rules.isMasked || rules.isChoice) && /\S/.test(node.data)
        const text = isHidden ? MASK : node.data
        const last = children.length - 1
        if (typeof children[last] === "string") children[last] += text
        else children.push(text)
      }
    }
    return children
  }

  const tree = (element, around) => {
    const rules = { ...around }
    if (element.hasAttribute("data-cobrowse-mask")) rules.isMasked = true
    else if (element.hasAttribute("data-cobrowse-unmask")) rules.isMasked = false
    if (isChoice(element)) rules.isChoice = true
    const tag = element.localName
    const empty = { tag, must: {}, may: {}, state: {}, children: [] }
    if (isSheet(element)) return { ...empty, tag: "(style sheet)" }
    if (isBox(element)) return { ...empty, state: { box: box(element) } }
    const [must, may] = attributes(element, rules)
    const found = { tag, must, may, state: state(element), children: [] }
    if (tag === "textarea") return found
    if (isSource && isEditable(element)) {
      if (/\S/.test(element.textContent)) found.children = [MASK]
      return found
    }
    found.children = below(element, rules)
    if (element.shadowRoot) found.shadow = below(element.shadowRoot, rules)
    if (tag === "iframe" && element.contentDocument?.documentElement) {
      found.frame = [tree(element.contentDocument.documentElement, rules)]
    }
    return found
  }

  return tree(document.documentElement, { isMasked: false, isChoice: false })
}
