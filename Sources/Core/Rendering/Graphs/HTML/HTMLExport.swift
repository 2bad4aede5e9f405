import Diagnosis
import NetworkModel

/// The map as one self-contained page: zoom, search, layers, details on click; works offline, with no script from elsewhere.
///
/// Data stands in a JSON element that the page's own script reads; names reach the page only as text, never as markup.
package enum HTMLExport {
    package static func text(of map: NetworkMap) -> String {
        let title = map.title.xmlEscaped
        let subtitle = [HTMLMapData.counts(of: map), MapAge.text(of: map.state), map.options.mark].filter { !$0.isEmpty }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <meta name="generator" content="fibrewatch"><title>\(title)</title>
            <style>
            \(HTMLPage.style)
            </style></head><body>
            <header><div><h1>\(title)</h1><p>\(subtitle.joined(separator: " · ").xmlEscaped)</p></div>
            <div id="find"><input id="search" type="search" placeholder="Search name, id or municipality ( / )" aria-label="Search" autocomplete="off">
            <ul id="hits" hidden></ul></div></header>
            <main><canvas id="map" tabindex="0" role="img" aria-label="Map of the network; use the search to reach a site"></canvas>
            <div id="zoom"><button data-zoom="1.5" aria-label="Zoom in">+</button><button data-zoom="0.667" aria-label="Zoom out">−</button>
            <button data-zoom="0" aria-label="Show all">⤢</button></div>
            <div id="scale"><span></span></div>
            <aside id="panel"><section id="causes"></section><section id="details" aria-live="polite" hidden></section>
            <section id="layers"><h2>Layers</h2></section><section id="legend"><h2>Sites</h2></section></aside></main>
            <noscript>This map needs JavaScript; `fibrewatch export svg` draws the same map without.</noscript>
            <script id="data" type="application/json">\(HTMLMapData.json(of: map))</script>
            <script>
            \(HTMLPage.script)
            </script></body></html>

            """
    }
}
